using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PSMailProtocol.Interop.Tests.Imap;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Module.Tests;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>Examples of the help that act on mailboxes run at Dovecot as they are printed. Only the server's name is another.</summary>
public sealed class HelpExampleTests : IDisposable
{
    private const string Dovecot = "dovecot";

    private readonly DovecotTests.Sample _server = new();
    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose()
    {
        _sandbox.Dispose();
        _server.Dispose();
    }

    /// <param name="page">The page.</param>
    /// <param name="heading">The example.</param>
    /// <param name="then">What tells how it is afterwards.</param>
    /// <param name="expected">What that says.</param>
    [ServerTheory(Dovecot)]
    [InlineData(
        "Set-ImapMessage", "Save attachments, mark as seen, move away",
        "(Get-ChildItem reports).Name; Get-ImapMessage @at -Mailbox Done -EnvelopeOnly | ForEach-Object { \"$($_.Subject) $($_.Seen)\" " +
        "}; @(Get-ImapMessage @at -EnvelopeOnly).Count",
        "report.csv|Nightly report True|2")]
    [InlineData(
        "Remove-ImapMessage", "Delete newsletters older than 30 days",
        "(Get-ImapMessage @at -EnvelopeOnly).Subject",
        "Nightly report|News")]
    [InlineData(
        "Get-ImapMessage", "The ten largest messages of all folders",
        "", "Nightly report|News|Old")]
    [InlineData(
        "Add-ImapMessage", "Put what was sent into the folder for sent mail",
        "Get-ImapMessage @at -Mailbox Sent -EnvelopeOnly | ForEach-Object { \"$($_.Subject) $($_.Seen)\" }",
        "Done True")]
    [InlineData(
        "Wait-ImapMessage", "Wait for a confirmation mail in a test",
        "", "https://shop.example.com/confirm/5")]
    public void It_runs_as_it_is_printed(string page, string heading, string then, string expected)
    {
        var port = _server.Endpoint.ImapPort;
        var output = Pwsh.Run($$"""
            $at = @{ Server = 'localhost'; Port = {{port}}; SkipCertificateCheck = $true; Credential = [pscredential]::new('{{_server.UserName}}', (ConvertTo-SecureString '{{_server.Password}}' -AsPlainText -Force)) }
            function Get-Credential { $at.Credential }
            $PSDefaultParameterValues = @{ '*-Imap*:Port' = {{port}}; '*-Imap*:SkipCertificateCheck' = $true; 'Send-SmtpMessage:Port' = {{_sandbox.SmtpPort}}; 'Send-SmtpMessage:SkipCertificateCheck' = $true }
            $ErrorActionPreference = 'Stop'
            $null = New-ImapFolder Done @at
            Set-Content old.eml "From: backup@example.com`r`nSubject: Old`r`nDate: Wed, 1 Jan 2025 10:00:00 +0000`r`n`r`nx"
            Set-Content report.eml "From: backup@example.com`r`nSubject: Nightly report`r`nContent-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`n`r`nSee.`r`n--b`r`nContent-Type: text/csv; name=report.csv`r`nContent-Disposition: attachment; filename=report.csv`r`n`r`na,b`r`n--b--`r`n"
            Set-Content news.eml "From: news@example.com`r`nSubject: News`r`nDate: Wed, 1 Jan 2025 10:00:00 +0000`r`n`r`nmore text than the old one has`r`n"
            $null = Add-ImapMessage INBOX -Path old.eml @at -InternalDate 2025-01-01
            $null = Add-ImapMessage INBOX -Path report.eml, news.eml @at
            {{Arrange(page)}}
            $shown = & { {{Example(page, heading)}} }
            {{(then.Length > 0 ? then : "if ($shown[0].Subject) { $shown.Subject } else { $shown }")}}
            """).AssertSucceeded().Lines;

        Assert.Equal(expected, string.Join('|', output));
    }

    /// <summary>What the shop under test sends comes into the mailbox by no server of mail transfer here.</summary>
    private static string Arrange(string page) => page != "Wait-ImapMessage" ? "" : """
        function Send-SmtpMessage { param($Server, $Credential, $From, $To, $Subject, $Body)
            Set-Content shop.eml "From: $From`r`nSubject: $Subject`r`n`r`n$Body`r`n"
            Add-ImapMessage INBOX -Path shop.eml @at }
        """;

    private static string Example(string page, string heading)
    {
        var text = File.ReadAllText(Path.Combine(Pwsh.Root, "help", page + ".md")).ReplaceLineEndings("\n");
        var code = Regex.Match(text, $@"^### {Regex.Escape(heading)}\n\n```powershell\n(.*?)^```",
            RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        Assert.NotEmpty(code);
        return code.Replace("mail.example.com", "localhost", StringComparison.Ordinal);
    }
}
