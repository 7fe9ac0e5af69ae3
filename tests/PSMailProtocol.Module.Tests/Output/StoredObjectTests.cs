using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Output;

/// <summary>What was stored by <c>Export-Clixml</c> and read again goes on into the commands, or into an error that says what to do.</summary>
public class StoredObjectTests
{
    // One line for each: what came out, or the error's id and, behind a bar, the advice where it is of this kind.
    private const string Steps = """
        $null = New-Item -ItemType Directory files
        function Store($object) { $object | Export-Clixml object.xml; Import-Clixml object.xml }
        function Login($user) { [pscredential]::new("$user@sandbox.test", $credential.Password) }
        function Pass($object, [scriptblock] $command) {
            $out = @($object | & $command 2>&1)
            if (-not $out) { return 'nothing' }
            ($out | ForEach-Object {
                if ($_ -is [System.Management.Automation.ErrorRecord]) { "$(($_.FullyQualifiedErrorId -split ',')[0]) | $($_.ErrorDetails.RecommendedAction)" }
                elseif ($_ -is [PSMailProtocol.Pop3RemovalResult]) { "removed: $($_.Removed)" }
                elseif ($_ -is [PSMailProtocol.SmtpMessageResult]) { "sent: $($_.Subject) to $($_.To)" }
                else { "$($_.GetType().Name) $($_.Subject)" }
            }) -join '; '
        }
        function Make($kind, $credential) {
            switch ($kind) {
                'message' { Get-Pop3Message -Credential $credential }
                'header' { Get-Pop3Message -Credential $credential -HeaderOnly }
                'row' { Get-Pop3Message -Credential $credential | ConvertTo-Csv | ConvertFrom-Csv }
                'selected' { Get-Pop3Message -Credential $credential | Select-Object Uid, Mailbox }
                'imap' { Get-ImapMessage -Credential $credential }
                'file' { Get-Pop3Message -Credential $credential | Export-MailMessage eml -Force -PassThru | ForEach-Object { Import-MailMessage $_.ExportPath } }
                'attachment' { (Get-Pop3Message -Credential $credential).Attachment[0] }
                'removal' { Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false }
                'summary' { Get-Pop3Message -Credential $credential -Summary }
                'sent' { Send-SmtpMessage -From a@x.test -To b@x.test -Subject s -Body b }
                'exchanger' { Resolve-MailExchanger example.com -DnsServer $dns; $PSDefaultParameterValues.Remove('*-SmtpMessage:Server') }
            }
        }
        $bob = Login bob

        """;

    private const string Pop3Advice = "Read it again: pipe it into Get-Pop3Message -Server … -Credential …, and that on.";
    private const string ImapAdvice = "Read it again: Get-ImapMessage -Server … -Credential … -Uid 1, with -Mailbox unless it is in INBOX, and pipe that.";
    private const string FileAdvice = "Read its file again: pipe it into Import-MailMessage, and that on.";
    private const string AnyAdvice = "Pipe what the reading cmdlets emit, or an object with the properties that Get-Help names.";
    private const string GoneAdvice = "The message is gone: another client or an earlier run removed it. Nothing else was touched.";
    private const string MaildropAdvice = "Read the maildrop with Get-Pop3Message, and pipe what that emits.";

    private static readonly (string Kind, string Command, string Expected)[] Rows =
    [
        ("message", "Get-Pop3Message -Credential $credential", "Pop3Message one"),
        ("message", "Get-Pop3Message -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("message", "Save-MailAttachment files", "InvalidInputObject | " + Pop3Advice),
        ("message", "Export-MailMessage files", "InvalidInputObject | " + Pop3Advice),
        ("message", "Export-MailMessage -Path files/a.mbox", "InvalidInputObject | " + Pop3Advice),
        ("message", "Send-SmtpMessage -To eve@sandbox.test", "InvalidInputObject | " + Pop3Advice),
        ("message", "Send-SmtpMessage -From a@x.test -To eve@sandbox.test -Credential $credential", "InvalidInputObject | " + Pop3Advice),
        ("message", "Remove-Pop3Message -Confirm:$false -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("message", "Remove-Pop3Message -Confirm:$false -Credential $credential -Server localhost", "InvalidInputObject | " + AnyAdvice),
        ("message", "Remove-Pop3Message -Confirm:$false -Credential $credential", "removed: True"),
        ("message", "Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false", "removed: True"),
        ("header", "Get-Pop3Message -Credential $credential", "Pop3Message one"),
        ("row", "Get-Pop3Message -Credential $credential", "Pop3Message one"),
        ("row", "Get-Pop3Message -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("row", "Remove-Pop3Message -Confirm:$false -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("row", "Remove-Pop3Message -Confirm:$false -Credential $credential", "removed: True"),
        ("selected", "Get-Pop3Message -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("selected", "Remove-Pop3Message -Confirm:$false -Credential $credential", "removed: True"),
        ("imap", "Get-Pop3Message -Credential $credential", "InvalidInputObject | " + MaildropAdvice),
        ("imap", "Remove-Pop3Message -Confirm:$false -Credential $credential", "InvalidInputObject | " + MaildropAdvice),
        ("imap", "Save-MailAttachment files", "InvalidInputObject | " + ImapAdvice),
        ("imap", "Export-MailMessage files", "InvalidInputObject | " + ImapAdvice),
        ("imap", "Send-SmtpMessage -To eve@sandbox.test", "InvalidInputObject | " + ImapAdvice),
        ("file", "Import-MailMessage", "MailFileMessage one"),
        ("file", "Import-MailMessage | Send-SmtpMessage -To eve@sandbox.test", "sent: one to eve@sandbox.test"),
        ("file", "Save-MailAttachment files", "InvalidInputObject | " + FileAdvice),
        ("file", "Export-MailMessage files", "InvalidInputObject | " + FileAdvice),
        ("file", "Send-SmtpMessage -To eve@sandbox.test", "InvalidInputObject | " + FileAdvice),
        ("file", "Remove-Pop3Message -Confirm:$false -Credential $credential", "InvalidInputObject | " + AnyAdvice),
        ("attachment", "Save-MailAttachment files", "InvalidInputObject | Read its message again, and pipe that."),
        ("removal", "Remove-Pop3Message -Confirm:$false -Credential $credential", "removed: False; UidNotFound | " + GoneAdvice),
        ("removal", "Remove-Pop3Message -Confirm:$false -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("removal", "Get-Pop3Message -Credential $credential", "UidNotFound | " + GoneAdvice),
        ("removal", "Get-Pop3Message -Credential $bob", "InvalidInputObject | " + AnyAdvice),
        ("summary", "Remove-Pop3Message -Confirm:$false -Credential $credential", "InvalidInputObject | " + AnyAdvice),
        ("sent", "Remove-Pop3Message -Confirm:$false -Credential $credential", "InvalidInputObject | " + AnyAdvice),
        ("exchanger", "Send-SmtpMessage -From a@x.test -To eve@sandbox.test -Subject s -Body b", "sent: s to eve@sandbox.test"),
    ];

    [Fact]
    public void A_stored_object_goes_on_or_the_error_says_how()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "localhost").AddAddress("localhost", IPAddress.Loopback);

        // The same UID everywhere: what is taken for another maildrop's message would be found there, and go.
        foreach (var user in Enumerable.Range(0, Rows.Length).Select(i => $"user{i}").Append("bob"))
            sandbox.Mailbox(user).Deliver(Mail, uniqueId: "1");

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + $"$dns = '{sandbox.DnsEndPoint}'\n" + Steps + string.Join("\n", Rows.Select((row, i) => $$"""
            $credential = Login user{{i}}
            Pass (Store (Make {{row.Kind}} $credential)) { $input | {{row.Command}} }
            """))).AssertSucceeded().Lines;

        Assert.Equal(Rows.Select(row => $"{row.Kind} | {row.Command}: {row.Expected}"), Rows.Zip(lines, (row, line) => $"{row.Kind} | {row.Command}: {line}"));
        Assert.All(Rows.Select((row, i) => (row, i)), at => Assert.Equal(
            at.row.Kind == "removal" || at.row.Expected == "removed: True" ? 0 : 1,
            sandbox.Mailbox($"user{at.i}").Messages.Count));
        Assert.Single(sandbox.Mailbox("bob").Messages);
    }

    private static byte[] Mail => Encoding.ASCII.GetBytes(string.Join("\r\n",
        "From: a@x.test", "To: alice@sandbox.test", "Subject: one", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "text", "--b",
        "Content-Type: a/b; name=x.bin", "Content-Disposition: attachment", "", "x", "--b--", ""));
}
