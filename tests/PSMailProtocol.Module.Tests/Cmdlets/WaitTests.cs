using System;
using System.Text;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Mail that comes while the server and the client are both idle: the sandbox delivers when it has said so.</summary>
public class WaitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mail_that_comes_while_the_client_is_idle_is_read_at_once(bool isEncrypted)
    {
        var idle = new Signal("+ idling");
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = idle });
        var box = sandbox.Mailbox("alice");
        idle.Act = () => box.Deliver(Encoding.ASCII.GetBytes($"Subject: message {box.Messages.Count + 1}\r\n\r\n"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox)
            +
            $"(Wait-ImapMessage -Server {sandbox.Host} -Port {(isEncrypted ? sandbox.ImapsPort : sandbox.ImapPort)} -Tls {(isEncrypted ? "Implicit" : "None")} "
            + "-Credential $credential -SkipCertificateCheck -Count 3).Subject").AssertSucceeded();

        Assert.Equal(["message 1", "message 2", "message 3"], result.Lines);
    }

    /// <summary>Does something on a thread of its own when the server says a line.</summary>
    private sealed class Signal(string line) : ITranscript
    {
        public Action Act { get; set; } = () => { };

        public ITranscript ForConnection() => this;

        public void Write(TranscriptDirection direction, bool encrypted, string text)
        {
            if (direction == TranscriptDirection.Server && text == line)
                Task.Run(Act);
        }
    }
}
