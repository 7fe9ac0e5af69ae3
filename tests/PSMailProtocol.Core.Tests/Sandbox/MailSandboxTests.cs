using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

public sealed class MailSandboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void EveryPortIsItsOwnAndServes()
    {
        using var sandbox = MailSandbox.Start();
        int[] clear = [sandbox.SmtpPort, sandbox.Pop3Port, sandbox.ImapPort];
        int[] encrypted = [sandbox.SmtpsPort, sandbox.Pop3sPort, sandbox.ImapsPort];
        Assert.Equal(6, clear.Concat(encrypted).Distinct().Count());
        foreach (var port in clear)
            RawDialogue.Open(sandbox, port).Dispose();
        foreach (var port in encrypted)
            RawDialogue.Open(sandbox, port, tls: true).Dispose();
        Assert.Equal(6, sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void OpenConnectionsAreThoseThatClientsHold()
    {
        using var sandbox = MailSandbox.Start();
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.Zero));
        using (var client = RawDialogue.Open(sandbox, sandbox.SmtpPort))
        {
            Assert.Equal(1, sandbox.OpenConnections);
            Assert.False(sandbox.WaitUntilIdle(TimeSpan.FromMilliseconds(1)));

            // The server is done after QUIT; the client's socket is still open, and that is what counts.
            client.Ask("QUIT");
            Assert.False(sandbox.WaitUntilIdle(TimeSpan.FromMilliseconds(1)));
        }

        Assert.True(sandbox.WaitUntilIdle(Patience));
        Assert.Equal(0, sandbox.OpenConnections);
    }

    [Fact]
    public void AClientThatHasOnlyConnectedIsSeen()
    {
        using var sandbox = MailSandbox.Start();
        using (new TcpClient(sandbox.Host, sandbox.ImapPort))
            Assert.False(sandbox.WaitUntilIdle(TimeSpan.Zero));
        Assert.True(sandbox.WaitUntilIdle(Patience));
    }

    [Fact]
    public void DisposingEndsEveryConnection()
    {
        var sandbox = MailSandbox.Start();
        using var clear = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        using var encrypted = RawDialogue.Open(sandbox, sandbox.Pop3sPort, tls: true);
        using var silent = new TcpClient(sandbox.Host, sandbox.ImapsPort);
        sandbox.Dispose();
        sandbox.Dispose();
        Assert.Equal(0, sandbox.OpenConnections);
        Assert.True(HasEnded(silent));
        Assert.Throws<SocketException>(() => new TcpClient(sandbox.Host, sandbox.SmtpPort));
        Assert.Empty(sandbox.InternalFailures);
    }

    [Fact]
    public void OneConnectionTooManyIsClosed()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumConnections = 1 });
        using var first = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        using var second = new TcpClient(sandbox.Host, sandbox.SmtpPort);
        Assert.Equal(0, second.GetStream().Read(new byte[1]));
        Assert.StartsWith("250", first.Ask("NOOP"));
    }

    [Fact]
    public void RequiredTlsComesBeforeAnyCredential()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { RequireTls = true });
        using (var pop3 = RawDialogue.Open(sandbox, sandbox.Pop3Port))
        {
            Assert.Equal(["STLS"],
                pop3.AskPop3Lines("CAPA").Where(c => c is "USER" or "STLS" || c.StartsWith("SASL", StringComparison.Ordinal)));
            Assert.StartsWith("-ERR [AUTH] STLS", pop3.Ask("USER alice"));
            Assert.StartsWith("-ERR [AUTH] STLS", pop3.Ask("AUTH PLAIN AGEAYQ=="));
            pop3.Ask("STLS");
            pop3.Encrypt(sandbox);
            Assert.StartsWith("+OK", pop3.Ask("AUTH PLAIN AGEAYQ=="));
        }

        using var imap = RawDialogue.Open(sandbox, sandbox.ImapPort, out var greeting);
        Assert.Contains("STARTTLS LOGINDISABLED]", greeting);
        Assert.StartsWith("A NO [PRIVACYREQUIRED]", imap.AskImap("LOGIN alice x")[^1]);
        Assert.StartsWith("A NO [PRIVACYREQUIRED]", imap.AskImap("AUTHENTICATE PLAIN AGEAYQ==")[^1]);
        imap.AskImap("STARTTLS");
        imap.Encrypt(sandbox);
        Assert.StartsWith("A OK", imap.AskImap("LOGIN alice x")[^1]);
    }

    [Fact]
    public void WhatIsNotOfferedIsRefused()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { OfferStartTls = false, OfferAuthentication = false });
        using var smtp = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        Assert.DoesNotContain(smtp.AskSmtp("EHLO c"), l => l.Contains("STARTTLS") || l.Contains("AUTH"));
        Assert.StartsWith("502 ", smtp.Ask("STARTTLS"));
        Assert.StartsWith("502 ", smtp.Ask("AUTH PLAIN AGEAYQ=="));
        using var pop3 = RawDialogue.Open(sandbox, sandbox.Pop3Port);
        Assert.DoesNotContain("STLS", pop3.AskPop3Lines("CAPA"));
        Assert.StartsWith("-ERR", pop3.Ask("STLS"));
        using var imap = RawDialogue.Open(sandbox, sandbox.ImapPort, out var greeting);
        Assert.DoesNotContain("STARTTLS", greeting);
        Assert.StartsWith("A BAD", imap.AskImap("STARTTLS")[^1]);
    }

    [Fact]
    public void WithoutUsersEveryCredentialOpensItsOwnMailbox()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("carol").Deliver("x"u8.ToArray());
        using var carol = RawDialogue.Open(sandbox, sandbox.Pop3Port);
        carol.Ask("USER CAROL@SANDBOX.TEST");
        Assert.StartsWith("+OK 1 ", carol.Ask("PASS anything"));
        using var dave = RawDialogue.Open(sandbox, sandbox.Pop3Port);
        dave.Ask("USER dave");
        Assert.StartsWith("+OK 0 ", dave.Ask("PASS anything"));
    }

    [Fact]
    public void ASilentClientIsDropped()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = new TcpClient(sandbox.Host, sandbox.SmtpPort);
        var greeting = new byte[100];
        Assert.NotEqual(0, client.GetStream().Read(greeting));
        Assert.True(HasEnded(client));
        Assert.True(sandbox.WaitUntilIdle(Patience));
    }

    [Fact]
    public void AClientThatIsSilentInIdleIsDropped()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { IdleTimeout = TimeSpan.FromSeconds(1) });
        using var client = new TcpClient(sandbox.Host, sandbox.ImapPort);
        client.GetStream().Write("A LOGIN a b\r\nB SELECT INBOX\r\nC IDLE\r\n"u8);
        while (!HasEnded(client))
        {
        }

        Assert.True(sandbox.WaitUntilIdle(Patience));
        Assert.Empty(sandbox.InternalFailures);
    }

    [Fact]
    public void ATakenPortIsAnErrorThatNamesIt()
    {
        using var sandbox = MailSandbox.Start();

        var failure =
            Assert.Throws<MailArgumentException>(() => MailSandbox.Start(new MailSandboxOptions { ImapsPort = sandbox.SmtpPort }));

        Assert.Equal(MailErrors.PortUnavailable, failure.Error);
        Assert.StartsWith($"ImapsPort {sandbox.SmtpPort} cannot be listened on at 127.0.0.1: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasBegunBeforeAnErrorIsEnded()
    {
        using var sandbox = MailSandbox.Start();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        Assert.Throws<MailArgumentException>(
            () => MailSandbox.Start(new MailSandboxOptions { SmtpPort = port, DnsPort = sandbox.DnsEndPoint.Port }));

        Assert.Throws<SocketException>(() => new TcpClient("127.0.0.1", port));
    }

    [Fact]
    public void ACertificateWithoutItsKeyIsAnError()
    {
        using var sandbox = MailSandbox.Start();
        using var certificate = X509CertificateLoader.LoadCertificate(sandbox.Certificate.Export(X509ContentType.Cert));

        var failure = Assert.Throws<MailArgumentException>(() => MailSandbox.Start(new MailSandboxOptions { Certificate = certificate }));

        Assert.Equal((MailErrors.InvalidParameter, "Certificate"), (failure.Error, failure.ParamName));
    }

    [Fact]
    public void ManyClientsAtOnceAreServed()
    {
        using var sandbox = MailSandbox.Start();
        Parallel.For(0, 50, n =>
        {
            using var client = RawDialogue.Open(sandbox, sandbox.SmtpPort);
            client.AskSmtp("EHLO c");
            client.Ask("MAIL FROM:<>");
            client.Ask($"RCPT TO:<user{n}@sandbox.test>");
            client.Ask("DATA");
            client.Ask("x\r\n.");
        });
        Assert.Equal(50, sandbox.Accepted.Count);
        Assert.Equal(50, sandbox.Accepted.Select(m => m.QueueId).Distinct().Count());
        Assert.All(Enumerable.Range(0, 50), n => Assert.Single(sandbox.Mailbox($"user{n}").Messages));
        Assert.True(sandbox.WaitUntilIdle(Patience));
    }

    private static bool HasEnded(TcpClient client)
    {
        try
        {
            return client.GetStream().Read(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    [Fact]
    public void TheTranscriptShowsTheDialogueWithoutSecrets()
    {
        var lines = new List<string>();
        using (var sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = new TextTranscript(lines.Add) }))
        {
            using (var smtp = RawDialogue.Open(sandbox, sandbox.SmtpPort))
            {
                smtp.AskSmtp("EHLO c");
                smtp.Ask("AUTH LOGIN " + Convert.ToBase64String("canary-user"u8));
                smtp.Ask(Convert.ToBase64String("canary-word"u8));
            }

            using (var pop3 = RawDialogue.Open(sandbox, sandbox.Pop3Port))
            {
                pop3.Ask("USER u");
                pop3.Ask("PASS\tcanary-word");
                pop3.Ask("canary-word");
                pop3.Ask("PASS canary-word");
            }

            using (var imap = RawDialogue.Open(sandbox, sandbox.ImapPort))
                imap.Ask("LOGIN canary-user canary-word");

            Assert.True(sandbox.WaitUntilIdle(Patience));
        }

        Assert.Contains("C: EHLO c", lines);
        Assert.Contains("C: AUTH LOGIN ********", lines);
        Assert.Contains("S: 235 2.7.0 Authentication succeeded", lines);
        Assert.Contains("C: PASS ********", lines);
        var all = string.Join("\n", lines);
        Assert.DoesNotContain("canary", all);
        Assert.DoesNotContain(Convert.ToBase64String("canary-word"u8), all);
        Assert.DoesNotContain(Convert.ToBase64String("canary-user"u8), all);
    }
}
