using System.Net;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Output;

/// <summary>What becomes of messages and results in a file.</summary>
public class SerializationTests
{
    private const string Objects = """
        $message = 'From: A <a@x.test>', 'To: b@x.test, C D <c@x.test>', 'Cc: d@x.test', 'Subject: s', 'Date: Fri, 20 Nov 2026 12:00:00 +0000', 'Content-Type: multipart/mixed; boundary=b'
        Set-Content a.eml ($message + '', '--b', '', 'text', '--b', 'Content-Type: a/b; name=x.bin', '', 'x', '--b', 'Content-Type: a/b; name=y.bin', '', 'x')
        $report = 'From: a@x.test', 'Subject: report', 'Content-Type: multipart/report; boundary=b', '', '--b', '', 'text', '--b'
        Set-Content dsn.eml ($report + 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; x.test', '', 'Final-Recipient: rfc822; b@x.test', 'Action: failed', 'Status: 5.1.1', '', '--b--')
        Set-Content mdn.eml ($report + 'Content-Type: message/disposition-notification', '', 'Final-Recipient: rfc822; b@x.test', 'Disposition: manual-action/MDN-sent-manually; displayed', '', '--b--')
        $row = [pscustomobject]@{ To = 'alice@sandbox.test', 'nobody@sandbox.test'; Deep = @{ A = @{ B = @{ C = @{ D = 'read' } } } } }
        $sent = $row | Send-SmtpMessage -From me@x.test -Subject s -Body b -PassThru -ErrorAction SilentlyContinue
        $files = Import-MailMessage a.eml, dsn.eml, mdn.eml
        $imap = Get-ImapMessage -Credential $credential
        $summary = Get-Pop3Message -Credential $credential -Summary
        $removed = Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false -PassThru
        $exchanger = Resolve-MailExchanger example.com -DnsServer $dns
        $all = @($sent) + $files + $imap + $summary + $removed + $exchanger

        """;

    [Fact]
    public void Lists_are_text_in_a_table_and_nothing_nests_too_deep()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("From: a@x.test\r\nSubject: s\r\n\r\nx"));
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        sandbox.Faults.Add(SandboxFault.RefuseRecipient("nobody@sandbox.test", "550 5.1.1 No such user"));

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + $"$dns = '{sandbox.DnsEndPoint}'\n" + Objects + """
            "$($all.Count) objects of $(@($all | ForEach-Object { $_.GetType() } | Sort-Object -Unique).Count) types"
            foreach ($object in $all) {
                $null = $object | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue
                $warnings | ForEach-Object { "$($object.GetType().Name): $_" }
                $object | ConvertTo-Csv | Where-Object { $_ -match '(System|PSMailProtocol)\.[A-Z]' }
                ($object | Select-Object *).PSObject.Properties.Name | Where-Object { $_ -eq 'InputObject' }
            }
            $table = $files[0] | ConvertTo-Csv | ConvertFrom-Csv
            "$($table.To) | $($table.Cc) | $($table.ReplyTo) | $($table.Attachment)"
            ($sent | ConvertTo-Csv | ConvertFrom-Csv).RejectedRecipient
            "$($sent.InputObject.Deep.A.B.C.D) $(($sent | Select-Object InputObject).InputObject.Deep.A.B.C.D) $($removed.InputObject.Subject -join ' ')"
            "$($sent.RejectedRecipient.Reply.Code) $($files[1].DeliveryStatus[0].Fields['Action']) $($files[1].DeliveryStatus[0].MessageFields['Reporting-MTA']) $($files[2].DispositionNotification.Fields['Disposition'])"
            ($sent | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json).Status
            $all | Export-Clixml all.xml -Depth 5
            "stored: $((Select-String ' N="(InputObject|Display|Reply|Fields|MessageFields)"' all.xml).Count) of $(@(Import-Clixml all.xml).Count)"
            foreach ($type in Get-TypeData PSMailProtocol.* | Where-Object { $_.Members.ContainsKey('Display') }) {
                $clr = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetType($type.TypeName) }).Where({ $_ })[0]
                $own = $clr.GetProperties().Where({ -not $_.GetIndexParameters() }).Name | Sort-Object
                $stored = $type.PropertySerializationSet.ReferencedProperties | Sort-Object
                if ("$own" -cne "$stored") { "$($type.TypeName) stores $stored and has $own" }
            }
            """).AssertSucceeded().Lines;

        Assert.Equal(
            [
                "10 objects of 6 types",
                "b@x.test; C D <c@x.test> | d@x.test |  | x.bin; y.bin",
                "nobody@sandbox.test: 550 5.1.1 No such user",
                "read read s s",
                "550 failed dns; x.test manual-action/MDN-sent-manually; displayed",
                "PartlyAccepted",
                "stored: 1 of 10",
            ],
            lines);
    }
}
