using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Mail through what Resolve-MailExchanger found. The name resolves nowhere but in the sandbox.</summary>
public class SendExchangerTests
{
    [Fact]
    public void The_addresses_that_were_resolved_are_used_and_the_certificate_is_checked_for_the_name()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.test", 10, "mx.example.test")
            .AddAddress("mx.example.test", IPAddress.Parse("127.0.0.2")).AddAddress("mx.example.test", IPAddress.Loopback);

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
            $mail = @{ From = 'a@x.test'; To = 'b@sandbox.test'; Subject = 's'; Body = 'b' }
            $mx = Resolve-MailExchanger example.test -DnsServer {{sandbox.DnsEndPoint}}
            function Report([scriptblock] $command) {
                try { & $command | ForEach-Object { "$($_.Status) by $($_.Server)" } }
                catch { "$(($_.FullyQualifiedErrorId -split ',')[0]): $($_.Exception.Message -replace '; .*')" }
            }
            Report { $mx | Send-SmtpMessage @mail -ErrorAction Stop }
            Report { Resolve-MailExchanger example.test -DnsServer {{sandbox.DnsEndPoint}} | Send-SmtpMessage @mail -ThrottleLimit 2 }
            $mx | Export-Clixml mx.xml
            Report { Import-Clixml mx.xml | Send-SmtpMessage @mail -ErrorAction Stop }
            Report { $mx | Send-SmtpMessage @mail -SkipCertificateCheck:$false -UseSsl -ErrorAction Stop }
            Report { $mx | Send-SmtpMessage @mail -Server {{sandbox.Host}} -ErrorAction Stop }
            # What only looks alike is looked up by its name.
            Report { [pscustomobject]@{ Exchange = 'mx.example.test'; IPAddress = '127.0.0.1' } | Send-SmtpMessage @mail -ErrorAction Stop }
            Report { $mx | Select-Object Exchange, IPAddress | Send-SmtpMessage @mail -ErrorAction Stop }
            Report { $mx | Add-Member Server other.example.test -PassThru | Send-SmtpMessage @mail -ErrorAction Stop }
            $mail.Remove('To')
            $row = Resolve-MailExchanger example.test -DnsServer {{sandbox.DnsEndPoint}} | Add-Member To b@sandbox.test -PassThru
            Report { $row | Send-SmtpMessage @mail -ErrorAction Stop }
            Report { $row | Send-SmtpMessage @mail -Server {{sandbox.Host}} -ErrorAction Stop }
            Report { $row | Send-SmtpMessage @mail -Server mx.example.test -ErrorAction Stop }
            $mail.To = 'b@sandbox.test'
            # Both addresses of the last one are those of a closed port.
            $closed = Resolve-MailExchanger example.test -DnsServer {{sandbox.DnsEndPoint}}
            try { $closed | Send-SmtpMessage @mail -Port 1 } catch { ([regex]'127\.0\.0\.\d').Matches($_.Exception.Message).Value -join ' '; $closed.IPAddress -join ' ' }
            """).AssertSucceeded().Lines;

        Assert.StartsWith("CertificateRejected: The certificate of mx.example.test ", lines[3]);
        Assert.Contains(" and not to mx.example.test", lines[3]);
        lines[3] = "";
        Assert.Equal(
            [
                "Accepted by mx.example.test",
                "Accepted by mx.example.test",
                "Accepted by mx.example.test",
                "",
                "InvalidInputObject: The pipeline brings a mail exchanger, and -Server names the server already.",
                "NameResolutionFailed: The name mx.example.test has no address that can be looked up.",
                "NameResolutionFailed: The name mx.example.test has no address that can be looked up.",
                "NameResolutionFailed: The name other.example.test has no address that can be looked up.",
                "Accepted by mx.example.test",
                "Accepted by 127.0.0.1",
                "NameResolutionFailed: The name mx.example.test has no address that can be looked up.",
                "127.0.0.2 127.0.0.1",
                "127.0.0.2 127.0.0.1",
            ],
            lines);
    }

    [Theory]
    [InlineData("-Body b -InlineAttachment @{ logo = 'a.png' }", "1")]
    [InlineData("-InlineAttachment @{ logo = 'a.png'; second = 'a.png' }", "1")]
    [InlineData("-Body b -HtmlBody '' -InlineAttachment @{ logo = 'a.png' }", "1")]
    [InlineData("-HtmlBody '<img src=\"cid:logo\">' -InlineAttachment @{ logo = 'a.png' }", "0")]
    [InlineData("-Body '<img src=\"cid:logo\">' -BodyAsHtml -InlineAttachment @{ logo = 'a.png' }", "0")]
    [InlineData("-Body b -InlineAttachment @{ logo = $null }", "0")]
    [InlineData("-Body b -Attachment a.png", "0")]
    public void Files_for_HTML_that_is_not_there_are_warned_of_once_a_message(string parameters, string warnings)
    {
        var lines = Pwsh.Run($$"""
            Set-Content a.png x
            Send-SmtpMessage -From a@x.test -To b@x.test -Subject report {{parameters}} -OutFile mail.eml -WarningVariable warnings -WarningAction SilentlyContinue
            "$($warnings.Count)"
            $warnings | Where-Object { $_ -notmatch '^"report": .*-HtmlBody.*-BodyAsHtml.*-Attachment' }
            """).AssertSucceeded().Lines;

        Assert.Equal([warnings], lines);
    }
}
