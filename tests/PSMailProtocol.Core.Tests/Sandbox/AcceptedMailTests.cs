using System;
using System.Linq;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>What the sandbox keeps of each message that SMTP took, how one waits for it, and how it goes.</summary>
public sealed class AcceptedMailTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void DialogueIsHowTheSessionBeganAndTheOwnTransaction()
    {
        using var sandbox = MailSandbox.Start();
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.Ask("EHLO first");
            while (client.ReadLine()[3] == '-')
            {
            }

            client.Ask("STARTTLS");
            client.Encrypt(sandbox);
            client.Ask("HELO client");
            Send(client, "one@example.com");
            client.Ask("MAIL FROM:<refused@example.com> NONE=1");
            Send(client, "two@example.com");
        }

        var mails = sandbox.Accepted;
        foreach (var (mail, recipient, other) in new[] { (mails[0], "one", "two"), (mails[1], "two", "one") })
        {
            var lines = mail.Dialogue.Select(line => line.ToString()).ToArray();
            Assert.Equal(SslProtocols.Tls13, mail.TlsProtocol);
            Assert.Equal("S: 220 mail.sandbox.test ESMTP sandbox", lines.First(line => line.StartsWith("S: ", StringComparison.Ordinal)));
            Assert.Equal(["C: EHLO first", "C: STARTTLS", "C: HELO client", "C: MAIL FROM:<a@example.com>"],
                lines.Where(l => l.StartsWith("C: ", StringComparison.Ordinal)).Take(4));
            Assert.Contains($"C: RCPT TO:<{recipient}@example.com>", lines);
            Assert.DoesNotContain($"C: RCPT TO:<{other}@example.com>", lines);
            Assert.Equal($"S: 250 2.0.0 Queued as {mail.QueueId}", lines[^1]);
            Assert.False(mail.Dialogue.Single(line => line.Text == "STARTTLS").IsEncrypted);
            Assert.True(mail.Dialogue[^1].IsEncrypted);
        }
    }

    [Fact]
    public void DialogueHidesWhatIsSecret()
    {
        using var sandbox = MailSandbox.Start();
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.Send("EHLO client\r\n");
            while (client.ReadLine()[3] == '-')
            {
            }

            Assert.StartsWith("235", client.Ask("AUTH PLAIN AGFsaWNlAHNlY3JldA=="));
            Send(client, "one@example.com");
        }

        var mail = Assert.Single(sandbox.Accepted);
        Assert.Contains(mail.Dialogue, line => line.Text == "AUTH PLAIN ********");
        Assert.DoesNotContain(mail.Dialogue, line => line.Text.Contains("AGFsaWNl"));
    }

    [Theory]
    [InlineData("AUTH  PLAIN AGFsaWNlAHNlY3JldA==", "AUTH PLAIN ********")]
    [InlineData(" AUTH PLAIN AGFsaWNlAHNlY3JldA==", "AUTH PLAIN ********")]
    [InlineData("AUTH\tPLAIN AGFsaWNlAHNlY3JldA==", "AUTH PLAIN ********")]
    [InlineData("AUTH=PLAIN AGFsaWNlAHNlY3JldA==", "AUTH ********")]
    [InlineData("AUTH NTLM|AGFsaWNlAHNlY3JldA==", "AUTH NTLM", "********")]
    [InlineData("AUTH NTLM|AGFsaWNlAHNlY3JldA==|AGFsaWNlAHNlY3JldA==", "********", "********")]
    [InlineData("AUTH NTLM|NOOP|XNEW", "NOOP", "XNEW")]
    public void DialogueHidesWhatAClientSendsThatKnowsItsProtocolBadly(string said, params string[] shown)
    {
        using var sandbox = MailSandbox.Start();
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.AskSmtp("EHLO client");
            foreach (var line in said.Split('|'))
                client.Ask(line);
            Send(client, "one@example.com");
        }

        var dialogue = Assert.Single(sandbox.Accepted).Dialogue.Select(line => line.Text).ToList();
        Assert.Equal(shown, dialogue.Where(shown.Contains));
        Assert.DoesNotContain(dialogue, line => line.Contains("AGFsaWNl"));
    }

    [Fact]
    public void DialogueOfAClientThatTalksWithoutEndIsCut()
    {
        using var sandbox = MailSandbox.Start();
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.Send(string.Concat(Enumerable.Repeat("NOOP " + new string('x', 3000) + "\r\n", 1000)));
            for (var i = 0; i < 1000; i++)
                client.ReadLine();
            client.Ask("HELO client");
            Send(client, "one@example.com");
            Send(client, "two@example.com");
        }

        Assert.All(sandbox.Accepted, mail =>
        {
            var texts = mail.Dialogue.Select(line => line.Text).ToArray();
            Assert.Equal(501, Array.IndexOf(texts, "MAIL FROM:<a@example.com>"));
            Assert.Equal("what follows is not kept", texts[500]);
            Assert.All(texts, text => Assert.InRange(text.Length, 0, 1001));
        });
    }

    [Fact]
    public async Task WhoWaitsIsWokenByAMessageThatLiesInItsMailbox()
    {
        using var sandbox = MailSandbox.Start();
        var seen = sandbox.AcceptedVersion;
        Assert.False(sandbox.WaitForAccepted(seen, TimeSpan.Zero));
        var waiting = Task.Run(() => sandbox.WaitForAccepted(seen, Patience) ? sandbox.Mailbox("one@example.com").Messages.Count : -1);
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.Ask("HELO client");
            Send(client, "one@example.com");
        }

        Assert.Equal(1, await waiting);
        Assert.True(sandbox.WaitForAccepted(seen, TimeSpan.Zero));
    }

    [Fact]
    public async Task WaitingEndsWithTheSandboxAndByItsToken()
    {
        var sandbox = MailSandbox.Start();
        using var stop = new CancellationTokenSource();
        var cancelled = Task.Run(() => sandbox.WaitForAccepted(0, Patience, stop.Token));
        var ended = Task.Run(() => sandbox.WaitForAccepted(0, Patience));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        sandbox.Dispose();
        Assert.False(await ended);
    }

    [Fact]
    public void RemovingTakesTheCopiesOfThatMessageAlone()
    {
        using var sandbox = MailSandbox.Start();
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            client.Ask("HELO client");
            Send(client, "one@example.com");
            Send(client, "one@example.com");
        }

        var mail = sandbox.Accepted[0];
        Assert.Same(mail, sandbox.FindAccepted(mail.QueueId));
        Assert.True(sandbox.Remove(mail));
        Assert.False(sandbox.Remove(mail));
        Assert.Null(sandbox.FindAccepted(mail.QueueId));
        Assert.Single(sandbox.Accepted);
        Assert.Single(sandbox.Mailbox("one@example.com").Messages);

        sandbox.Mailbox("one@example.com").Mailbox("Archive").Deliver([]);
        sandbox.Clear();
        Assert.Empty(sandbox.Accepted);
        Assert.All(sandbox.Mailbox("one@example.com").Mailboxes, mailbox => Assert.Empty(mailbox.Messages));
    }

    private static void Send(RawDialogue client, string recipient)
    {
        client.Ask("MAIL FROM:<a@example.com>");
        client.Ask($"RCPT TO:<{recipient}>");
        client.Ask("DATA");
        Assert.StartsWith("250 2.0.0 Queued", client.Ask("Subject: x\r\n\r\nText\r\n."));
    }
}
