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
    /// <summary>
    /// Runs a command in a runspace, stops it once its dialogue has come to a given line, and says in what state it ended. It looks
    /// again and again, with a rest between that leaves the processor to the command.
    /// </summary>
    private const string StopAt = """
        function Stop-At([string] $line, [string] $command) {
            $ps = [powershell]::Create().AddScript("param(`$manifest, `$credential) `$DebugPreference = 'Continue'; Import-Module `$manifest; $command")
            $null = $ps.AddArgument($manifest).AddArgument($credential)
            $run = $ps.BeginInvoke()
            while (-not (@($ps.Streams.Debug).Message -like $line) -and -not $run.AsyncWaitHandle.WaitOne(20)) { }
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

        AssertStops(sandbox, line,
            $"Send-SmtpMessage -Server {sandbox.Host} -Port {sandbox.SmtpPort} -Tls None -From a@x.test -To b@x.test -Subject s -Body b");

        Assert.Empty(sandbox.Accepted);
    }

    [Theory]
    [InlineData("GREETING", "*connected to*")]
    [InlineData("STARTTLS", "C: STARTTLS*")]
    [InlineData("VRFY", "C: VRFY*")]
    [InlineData("RCPT", "C: RCPT*")]
    public void A_probe_that_was_stopped_leaves_nothing_open(string stage, string line)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Smtp, stage));

        AssertStops(sandbox, line,
            $"Test-MailServer {sandbox.Host} -Port {sandbox.SmtpPort} -SkipCertificateCheck -Command 'VRFY x' -To b@x.test");
    }

    [Fact]
    public void Several_connections_stop_together()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Smtp, "MAIL")
            .When(sender => !sender.Contains("first@", StringComparison.Ordinal)));

        AssertStops(sandbox, "C: MAIL FROM:<other*",
            "'first', 'other', 'other', 'other' | ForEach-Object { [pscustomobject]@{ From = `$_ + '@x.test' } } | "
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

        AssertStops(sandbox, line,
            $"Remove-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential " +
            $"-Uid {uid} -Confirm:`$false");

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

        AssertStops(sandbox, "*connected to*",
            $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential");
        AssertStops(sandbox, "C: QUIT*",
            $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential -HeaderOnly");
        AssertStops(sandbox, "C: RETR*",
            $"Get-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential");
        AssertStops(sandbox, "C: * UID FETCH*",
            $"Get-ImapMessage -Server {sandbox.Host} -Port {sandbox.ImapPort} -Tls None -Credential `$credential");
    }

    [Theory]
    [InlineData("UID STORE", "Set-ImapMessage {0} -Uid 1 -Flagged")]
    [InlineData("UID MOVE", "Move-ImapMessage {0} -Uid 1 -Destination Archive")]
    [InlineData("UID COPY", "Copy-ImapMessage {0} -Uid 1 -Destination Archive")]
    [InlineData("UID STORE", "Remove-ImapMessage {0} -Uid 1 -Permanent -Confirm:`$false")]
    [InlineData("APPEND", "Get-ImapMessage {0} | Add-ImapMessage Archive {0}")]
    [InlineData("CREATE", "New-ImapFolder New {0}")]
    public void Changing_stops_too_and_changes_nothing(string stage, string command)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\n"));
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Imap, stage));

        AssertStops(sandbox, $"C: * {stage} *",
            string.Format(null, command, $"-Server {sandbox.Host} -Port {sandbox.ImapPort} -Tls None -Credential `$credential"));

        Assert.Empty(Assert.Single(sandbox.Mailbox("alice").Messages).Flags);
        Assert.Empty(sandbox.Mailbox("alice").Mailbox("Archive").Messages);
    }

    [Fact]
    public void Waiting_stops_too()
    {
        using var sandbox = MailSandbox.Start();
        AssertStops(sandbox, "S: + idling",
            $"Wait-ImapMessage -Server {sandbox.Host} -Port {sandbox.ImapPort} -Tls None -Credential `$credential");
        AssertStops(sandbox, "S: + idling",
            $"Wait-ImapMessage -Server {sandbox.Host} -Port {sandbox.ImapPort} -Tls StartTls -SkipCertificateCheck -Credential " +
            "`$credential");
        AssertStops(sandbox, "S: + idling",
            $"Wait-ImapMessage -Server {sandbox.Host} -Port {sandbox.ImapsPort} -Tls Implicit -SkipCertificateCheck -Credential " +
            "`$credential");
        AssertStops(sandbox, "C: QUIT*",
            $"Wait-Pop3Message -Server {sandbox.Host} -Port {sandbox.Pop3Port} -Tls None -Credential `$credential");
    }

    /// <summary>An attachment and a message without an end: what saves them comes back only if the stop ends it.</summary>
    [Fact]
    public void Saving_and_exporting_stop_and_leave_nothing_behind()
    {
        var result = Pwsh.Run($"$manifest = {Pwsh.Quote(Pwsh.Manifest)}\n" + """
            Add-Type -TypeDefinition 'public class Endless : System.IO.Stream {
                public static System.Threading.ManualResetEventSlim IsRead = new System.Threading.ManualResetEventSlim();
                public override bool CanRead { get { return true; } }
                public override bool CanSeek { get { return true; } }
                public override bool CanWrite { get { return false; } }
                public override long Length { get { return long.MaxValue / 2; } }
                public override long Position { get; set; }
                public override int Read(byte[] buffer, int offset, int count) {
                    buffer[offset] = 120;
                    Position++;
                    if (Position > 100000) { IsRead.Set(); }
                    return count > 0 ? 1 : 0;
                }
                public override long Seek(long offset, System.IO.SeekOrigin origin) { return Position = offset; }
                public override void Flush() { }
                public override void SetLength(long value) { }
                public override void Write(byte[] buffer, int offset, int count) { }
                public static System.IO.Stream Open(System.Threading.CancellationToken token) { return new Endless(); }
            }'
            function Make($type, $arguments) { $type.GetConstructors('Public, NonPublic, Instance')[0].Invoke($arguments) }
            $core = (Get-Command Save-MailAttachment).Parameters['Attachment'].ParameterType.Assembly
            $open = [Delegate]::CreateDelegate([Func[Threading.CancellationToken, IO.Stream]], [Endless].GetMethod('Open'))
            $attachment = Make $core.GetType('PSMailProtocol.Messages.MailAttachment') @('x.bin', 'a/b', $null, $false, $open)
            $mail = Make $core.GetType('PSMailProtocol.Messages.StreamMail') @([Endless]::new())
            $message = Make (Get-Command Import-MailMessage).ImplementingType.Assembly.GetType('PSMailProtocol.MailFileMessage') @($mail, '/x.eml', 1)
            function Stop($value, $command) {
                [Endless]::IsRead.Reset()
                $ps = [powershell]::Create().AddScript("param(`$manifest, `$folder, `$value) Import-Module `$manifest; Set-Location `$folder; $command")
                $null = $ps.AddArgument($manifest).AddArgument("$PWD").AddArgument($value)
                $run = $ps.BeginInvoke()
                $null = [System.Threading.WaitHandle]::WaitAny(@([Endless]::IsRead.WaitHandle, $run.AsyncWaitHandle))
                $ps.Stop()
                "$($ps.InvocationStateInfo.State) $(@(Get-ChildItem -Recurse -Force -File -Exclude script.ps1 | ForEach-Object { "$($_.Name) $($_.Length)" }))"
                $ps.Streams.Error | ForEach-Object { "$_" }
            }
            Stop $attachment '$value | Save-MailAttachment saved'
            Stop $message '$value | Export-MailMessage exported'
            Stop $message '$value | Export-MailMessage -Path x.mbox'
            """).AssertSucceeded();

        Assert.Equal(["Stopped ", "Stopped ", "Stopped x.mbox 0"], result.Lines);
    }

    private static void AssertStops(MailSandbox sandbox, string line, string command)
    {
        var result =
            Pwsh.Run(SandboxScript.Connect(sandbox) + $"$manifest = {Pwsh.Quote(Pwsh.Manifest)}\n" + StopAt +
                $"Stop-At {Pwsh.Quote(line)} \"{command}\"").AssertSucceeded();

        Assert.Equal([$"{line} Stopped"], result.Lines);
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
    }
}
