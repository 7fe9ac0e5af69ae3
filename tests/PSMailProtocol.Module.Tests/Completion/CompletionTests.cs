using System;
using System.Linq;
using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Completion;

/// <summary>What the Tab key offers.</summary>
public class CompletionTests
{
    private const string Complete = """
        Set-Content a.txt x
        Set-Content 587.txt x
        $null = New-Item -ItemType Directory folder
        function Complete($line) { [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches }
        function Words($line) { (Complete $line).CompletionText -join ' ' }

        """;

    [Fact]
    public void Files_are_offered_where_a_file_is_meant_and_nowhere_else()
    {
        var lines = Pwsh.Run(Complete + """
            $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
            foreach ($command in Get-Command -Module PSMailProtocol) {
                foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) {
                    foreach ($typed in '', 'a', '5', 'fol') {
                        if ((Complete "$command -$($parameter.Name) $typed").ResultType -match 'Provider') { "$command -$($parameter.Name)"; break }
                    }
                }
            }
            # By position, and by an alias of the command.
            if ((Complete 'Send-SmtpMessage ').ResultType -match 'Provider') { 'Send-SmtpMessage by position' }
            Set-Alias mail Send-SmtpMessage
            if ((Complete 'mail -Server ').ResultType -match 'Provider') { 'an alias' }
            """).AssertSucceeded().Lines;

        Assert.Equal(
            [
                "Export-MailMessage -Destination",
                "Export-MailMessage -Path",
                "Get-ImapMessage -TranscriptPath",
                "Get-Pop3Message -Destination",
                "Get-Pop3Message -TranscriptPath",
                "Import-MailMessage -LiteralPath",
                "Import-MailMessage -Path",
                "Remove-Pop3Message -TranscriptPath",
                "Resolve-MailExchanger -TranscriptPath",
                "Save-MailAttachment -Destination",
                "Send-SmtpMessage -Attachment",
                "Send-SmtpMessage -AttachmentFile",
                "Send-SmtpMessage -OutFile",
                "Send-SmtpMessage -Path",
                "Send-SmtpMessage -TranscriptPath",
            ],
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_known_of_a_parameter_is_offered()
    {
        (string Line, string Words)[] rows =
        [
            ("Send-SmtpMessage -Port ", "587 465 25"),
            ("Send-SmtpMessage -Port 4", "465"),
            ("Send-SmtpMessage -Port 9", ""),
            ("Get-Pop3Message -Port ", "995 110"),
            ("Remove-Pop3Message -Port ", "995 110"),
            ("Get-ImapMessage -Port ", "993 143"),
            ("PSMailProtocol\\Get-ImapMessage -Port ", "993 143"),
            ("mail -Port ", "587 465 25"),
            ("Send-SmtpMessage -Encoding utf", "utf8 utf-8"),
            ("Send-SmtpMessage -Encoding 'iso-8859-15", "iso-8859-15"),
            ("Send-SmtpMessage -BE koi8-r", "koi8-r"),
            ("Send-SmtpMessage -Encoding no-such", ""),
            ("Send-SmtpMessage -Tls St", "StartTls"),
            ("Send-SmtpMessage -Authentication Scram", "ScramSha1 ScramSha1Plus ScramSha256 ScramSha256Plus"),
            ("Send-SmtpMessage -Priority ", "High Low Normal"),
            ("Get-ImapMessage -Mailbox ", "INBOX"),
            ("Get-ImapMessage -Folder in", "INBOX"),
            ("Get-ImapMessage -Server ", ""),
            ("Send-SmtpMessage -Subject ", ""),
            ("Resolve-MailExchanger -DnsServer ", ""),
        ];

        var lines = Pwsh.Run(Complete + "Set-Alias mail Send-SmtpMessage\n" + string.Join("\n", rows.Select(row => $"\"[$(Words {Pwsh.Quote(row.Line)})]\""))
            + "\n" + """
            "own name: $((Complete 'Send-SmtpMessage -Helo ').CompletionText -contains [Environment]::MachineName -or (Words 'Send-SmtpMessage -Helo ') -eq '')"
            $names = (Complete 'Send-SmtpMessage -Encoding ').CompletionText
            "first: $($names[0..1])"
            foreach ($name in $names + 'x-IA5', 'x-Europa') { try { $null = Send-SmtpMessage -From a@x.test -To b@x.test -Encoding $name -OutFile mail.eml -Force } catch { "$name is refused" } }
            """).AssertSucceeded().Lines;

        Assert.Equal(rows.Select(row => $"{row.Line}: [{row.Words}]"), rows.Zip(lines, (row, line) => $"{row.Line}: {line}"));
        Assert.Equal(["own name: True", "first: utf8 ascii"], lines.Skip(rows.Length));
    }

    [Fact]
    public void Servers_of_this_session_are_offered_and_nothing_that_is_more_than_a_word()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + Complete + $$"""
            $dns = '{{sandbox.DnsEndPoint}}'
            """ + "\n" + """
            $null = Get-Pop3Message -Server localhost -Credential $credential
            $null = Get-ImapMessage -Credential $credential
            $null = Send-SmtpMessage -From a@x.test -To b@x.test -Server ([Net.IPAddress]::Loopback) -Subject s
            try { Get-Pop3Message -Server nowhere.invalid -Credential $credential } catch { 'not resolved' }
            try { Get-Pop3Message -Server 'user:secret@localhost' -Credential $credential } catch { 'refused' }
            Words 'Get-Pop3Message -Server '
            Words 'Get-ImapMessage -Server '
            Words 'Send-SmtpMessage -SmtpServer l'
            $null = Resolve-MailExchanger example.com -DnsServer $dns
            (Words 'Resolve-MailExchanger -DnsServer ') -eq $dns

            # Who names the hosts of mail may name them after a command.
            $servers = (Get-Command Get-Pop3Message).ImplementingType.Assembly.GetType('PSMailProtocol.Completion.UsedServers')
            foreach ($name in 'a;calc', '-Force', '$(calc)', "a`nb", "a'b", '@a', 'a b', '', ('a' * 300)) { $servers::Note('POP3', $name) }
            Words 'Get-Pop3Message -Server '
            1..30 | ForEach-Object { $servers::Note('POP3', "host$_") }
            (Complete 'Get-Pop3Message -Server ').CompletionText.Count
            (Complete 'Get-Pop3Message -Server ').CompletionText[0, -1] -join ' '
            """).AssertSucceeded().Lines;

        Assert.Equal(
            ["not resolved", "refused", "localhost 127.0.0.1", "127.0.0.1 localhost", "localhost", "True", "localhost 127.0.0.1", "20", "host30 host11"],
            lines);
    }
}
