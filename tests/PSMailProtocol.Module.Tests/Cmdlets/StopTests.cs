using System;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// Ctrl+C while a server says nothing: the cmdlet comes back, which without the stop would take minutes, and what was
/// half done is not ended as if it were whole.
/// </summary>
public class StopTests
{
    /// <summary>Runs a command in a runspace, stops it once its dialogue has come to a given line, and says in what state it ended.</summary>
    private const string StopAt = """
        function Stop-At([string] $line, [string] $command) {
            $ps = [powershell]::Create().AddScript("param(`$manifest, `$credential) `$DebugPreference = 'Continue'; Import-Module `$manifest; $command")
            $null = $ps.AddArgument($manifest).AddArgument($credential)
            $run = $ps.BeginInvoke()
            while (-not (@($ps.Streams.Debug).Message -like $line) -and -not $run.IsCompleted) { $null = [System.Threading.Thread]::Yield() }
            $ps.Stop()
            "$line $($ps.InvocationStateInfo.State)"
        }

        """;

    [Theory]
    [InlineData("GREETING", "*connected to*")]
    [InlineData("EHLO", "C: EHLO*")]
    [InlineData("MAIL", "C: MAIL*")]
    [InlineData("RCPT", "C: RCPT*")]
    [InlineData("DATA", "C: DATA*")]
    [InlineData(".", "C: (*octets of message)")]
    public void A_message_is_not_sent_by_a_command_that_was_stopped(string stage, string line)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Smtp, stage));

        AssertStops(sandbox, line, $"Send-SmtpMessage -Server {sandbox.Host} -Port {sandbox.SmtpPort} -Tls None -From a@x.test -To b@x.test -Subject s -Body b");

        Assert.Empty(sandbox.Accepted);
    }

    [Fact]
    public void Several_connections_stop_together()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Smtp, "MAIL").When(sender => !sender.Contains("first@", StringComparison.Ordinal)));

        AssertStops(sandbox, "C: MAIL FROM:<other*", "'first', 'other', 'other', 'other' | ForEach-Object { [pscustomobject]@{ From = `$_ + '@x.test' } } | "
            + $"Send-SmtpMessage -Server {sandbox.Host} -Port {sandbox.SmtpPort} -Tls None -ThrottleLimit 3 -To b@x.test");
    }

    [Theory]
    [InlineData("GREETING", "*connected to*")]
    [InlineData("UIDL", "C: UIDL*")]
    [InlineData("DELE", "C: DELE*")]
    [InlineData("QUIT", "C: QUIT*")]
    public void A_removal_that_was_stopped_removes_nothing(string stage, string line)
    {
        using var sandbox = MailSandbox.Start();
        var uid = sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\n")).UniqueId;
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Pop3, stage));

        AssertStops(sandbox, line, $"Remove-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential -Uid {uid} -Confirm:`$false");

        Assert.Single(sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void Reading_stops_too()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\n"));
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Pop3, "RETR"));
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Imap, "UID FETCH"));

        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Pop3, SandboxFault.Greeting).Occurrence(1));
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Pop3, "QUIT").Occurrence(1));

        AssertStops(sandbox, "*connected to*", $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential");
        AssertStops(sandbox, "C: QUIT*", $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential -HeaderOnly");
        AssertStops(sandbox, "C: RETR*", $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential");
        AssertStops(sandbox, "C: * UID FETCH*", $"Get-ImapMessage -Server {sandbox.Host} -Port {sandbox.ImapPort} -Tls None -Credential `$credential");
    }

    private static void AssertStops(MailSandbox sandbox, string line, string command)
    {
        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $"$manifest = {Pwsh.Quote(Pwsh.Manifest)}\n" + StopAt + $"Stop-At {Pwsh.Quote(line)} \"{command}\"").AssertSucceeded();

        Assert.Equal([$"{line} Stopped"], result.Lines);
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromSeconds(30)));
    }
}
