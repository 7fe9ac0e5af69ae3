using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Completion;

/// <summary>What the Tab key offers of what a process has done: each test has one that has done nothing yet.</summary>
public class CompletionTests
{
    private const string Complete = """
        function Complete($line) { [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches }
        function Words($line) { (Complete $line).CompletionText -join ' ' }

        """;

    [Fact]
    public void Servers_of_this_session_are_offered_and_nothing_that_is_more_than_a_word()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));

        var lines = Pwsh.Run(SandboxScript.Connect(sandbox) + Complete + $$"""
            $dns = '{{sandbox.DnsEndPoint}}'
            """ + "\n" + """
            "[$(Words 'Get-ImapMessage -Server ')$(Words 'Resolve-MailExchanger -DnsServer ')]"
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
            ["[]", "not resolved", "refused", "localhost 127.0.0.1", "127.0.0.1 localhost", "localhost", "True", "localhost 127.0.0.1",
                "20", "host30 host11"],
            lines);
    }
}
