using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

public sealed class SandboxFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose()
    {
        Assert.True(_sandbox.WaitUntilIdle(Patience));
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private RawDialogue OpenSmtp() => RawDialogue.Open(_sandbox, _sandbox.SmtpPort);

    private RawDialogue OpenTransaction()
    {
        var client = OpenSmtp();
        client.AskSmtp("EHLO c");
        client.Ask("MAIL FROM:<a@b.test>");
        client.Ask("RCPT TO:<alice@sandbox.test>");
        return client;
    }

    [Theory]
    [InlineData(SandboxProtocol.Smtp, "554 5.3.2 Go away")]
    [InlineData(SandboxProtocol.Pop3, "-ERR [SYS/TEMP] Go away")]
    [InlineData(SandboxProtocol.Imap, "* BYE Go away")]
    public void AGreetingCanBeAnother(SandboxProtocol protocol, string greeting)
    {
        _sandbox.Faults.Add(SandboxFault.Reply(protocol, SandboxFault.Greeting, greeting));
        using var client = RawDialogue.Open(_sandbox, PortOf(protocol), out var seen);
        Assert.Equal(greeting, seen);
    }

    [Theory]
    [InlineData("bob@x.test", "bob@x.test", true)]
    [InlineData("bob@x.test", "BOB@x.test", true)]
    [InlineData("bob@x.test", "notbob@x.test", false)]
    [InlineData("bob@x.test", "bob@xxtest", false)]
    [InlineData("*@x.test", "anybody@x.test", true)]
    [InlineData("*@x.test", "anybody@xx.test", false)]
    [InlineData("b*@*.test", "bob@x.test", true)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "bob@x.test", false)]
    public void AnAddressOrAPatternOfAddressesIsRefused(string pattern, string address, bool isRefused)
    {
        _sandbox.Faults.Add(SandboxFault.RefuseSender(pattern, "550 5.7.1 Not you"));
        _sandbox.Faults.Add(SandboxFault.RefuseRecipient(pattern, "550 5.1.1 Nobody"));
        using var client = OpenSmtp();
        client.AskSmtp("EHLO c");
        Assert.Equal(isRefused, client.Ask($"MAIL FROM:<{address}> BODY=7BIT").StartsWith("550 5.7.1", StringComparison.Ordinal));
        _sandbox.Faults.Remove(_sandbox.Faults.First());
        if (isRefused)
            client.Ask("MAIL FROM:<>");
        Assert.Equal(isRefused, client.Ask($"RCPT TO:<{address}>").StartsWith("550 5.1.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SandboxProtocol.Smtp, "NOOP")]
    [InlineData(SandboxProtocol.Pop3, "NOOP")]
    [InlineData(SandboxProtocol.Imap, "a NOOP")]
    public void EachReplyTakesItsTime(SandboxProtocol protocol, string command)
    {
        var latency = TimeSpan.FromMilliseconds(20);
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Latency = latency });
        var port = protocol switch
        {
            SandboxProtocol.Smtp => sandbox.SmtpPort,
            SandboxProtocol.Pop3 => sandbox.Pop3Port,
            _ => sandbox.ImapPort,
        };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var client = RawDialogue.Open(sandbox, port);
        client.Ask(command);
        client.Ask(command);

        // The greeting and two replies; how much longer it takes is the machine's.
        Assert.True(clock.Elapsed >= 3 * latency - TimeSpan.FromMilliseconds(5), $"{clock.Elapsed}");
        Assert.Equal(latency, sandbox.Zone.Latency);
    }

    [Fact]
    public void ACommandThatIsAnsweredOtherwiseHasNoEffect()
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "rcpt", "550-5.1.1 No", "550 5.1.1 such user")
            .When(a => a.Contains("bob")));
        using var client = OpenSmtp();
        client.AskSmtp("EHLO c");
        client.Ask("MAIL FROM:<>");
        Assert.Equal(["550-5.1.1 No", "550 5.1.1 such user"], client.AskSmtp("RCPT TO:<bob@sandbox.test>"));
        Assert.StartsWith("554 ", client.Ask("DATA"));
        Assert.StartsWith("250 ", client.Ask("RCPT TO:<alice@sandbox.test>"));
    }

    [Fact]
    public void AnImapReplyCanNameItsTag()
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Imap, "LOGIN", "* OK busy", "{tag} NO [UNAVAILABLE] Later"));
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.Equal(["* OK busy", "A NO [UNAVAILABLE] Later"], client.AskImap("LOGIN a b"));
        Assert.StartsWith("A BAD", client.AskImap("SELECT INBOX")[^1]);
    }

    [Fact]
    public void ARuleAppliesAsOftenAsItSays()
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "NOOP", "450 once").Times(1));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "NOOP", "450 second").Occurrence(2));
        using (var client = OpenSmtp())
        {
            Assert.Equal("450 once", client.Ask("NOOP"));
            Assert.StartsWith("250", client.Ask("NOOP"));
        }

        using (var client = OpenSmtp())
            Assert.Equal("450 second", client.Ask("NOOP"));
    }

    [Fact]
    public void RulesCanBeTakenBack()
    {
        var fault = SandboxFault.Reply(SandboxProtocol.Smtp, "NOOP", "450 no");
        _sandbox.Faults.Add(fault);
        using var client = OpenSmtp();
        Assert.Equal("450 no", client.Ask("NOOP"));
        Assert.True(_sandbox.Faults.Remove(fault));
        Assert.False(_sandbox.Faults.Remove(fault));
        Assert.StartsWith("250", client.Ask("NOOP"));
        _sandbox.Faults.Add(fault);
        Assert.Same(fault, Assert.Single(_sandbox.Faults));
        _sandbox.Faults.Clear();
        Assert.StartsWith("250", client.Ask("NOOP"));
    }

    [Theory]
    [InlineData(SandboxMoment.BeforeCommand, 0, "")]
    [InlineData(SandboxMoment.BeforeReply, 1, "")]
    [InlineData(SandboxMoment.AfterReply, 1, "250 2.0.0 Queued as SBX000001\r\n")]
    public void AConnectionCanEndAroundTheFinalDot(SandboxMoment moment, int accepted, string heard)
    {
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.EndOfData, moment));
        using var client = OpenTransaction();
        client.Ask("DATA");
        client.Send("x\r\n.\r\n");
        Assert.Equal(heard, client.ReadToEnd());
        Assert.Equal(accepted, _sandbox.Accepted.Count);
    }

    [Fact]
    public void ALostAnswerToQuitStillRemoves()
    {
        _sandbox.Mailbox("alice").Deliver("a"u8.ToArray());
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Pop3, "QUIT", SandboxMoment.BeforeReply));
        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        client.Ask("USER alice");
        client.Ask("PASS x");
        client.Ask("DELE 1");
        client.Send("QUIT\r\n");
        Assert.Equal("", client.ReadToEnd());
        Assert.Empty(_sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void AStallLastsUntilTheClientGivesUp()
    {
        using var patience = new CancellationTokenSource();
        var transcript = new TextTranscript(line =>
        {
            if (line == "*: fault: stalled at MAIL")
                patience.Cancel();
        });
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = transcript });
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Smtp, "MAIL"));
        var account = new MailAccount(sandbox.Host, sandbox.SmtpPort, TlsMode.None, credential: null);
        using (var session = SmtpSession.Open(account, null, patience.Token))
            Assert.Throws<OperationCanceledException>(
                () => session.Send(new SmtpEnvelope(null, [new("", "alice", "sandbox.test")]), _ => { }, null));
        Assert.True(sandbox.WaitUntilIdle(Patience));
    }

    [Fact]
    public void AStalledConnectionEndsWithTheSandbox()
    {
        var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Stall(SandboxProtocol.Imap, SandboxFault.Greeting));
        using var client = new TcpClient(sandbox.Host, sandbox.ImapPort);
        sandbox.Dispose();
        Assert.Equal(0, sandbox.OpenConnections);
    }

    [Theory]
    [InlineData("250-more\r\n", nameof(SmtpLimits.ReplyLines))]
    [InlineData("x", nameof(MailConnectionLimits.ReplyLine))]
    public void AReplyCanBeEndless(string piece, string limit)
    {
        _sandbox.Faults.Add(SandboxFault.Endless(SandboxProtocol.Smtp, "EHLO", Encoding.ASCII.GetBytes(piece)));
        var account = new MailAccount(_sandbox.Host, _sandbox.SmtpPort, TlsMode.None, credential: null);
        var error = Assert.Throws<MailException>(() => SmtpSession.Open(account, null, CancellationToken.None));
        Assert.Same(MailErrors.LimitExceeded, error.Error);
        Assert.Contains(limit, error.Message);
    }

    [Theory]
    [InlineData(SandboxProtocol.Smtp, "STARTTLS", "220 2.0.0 Begin TLS")]
    [InlineData(SandboxProtocol.Pop3, "STLS", "+OK Begin TLS")]
    [InlineData(SandboxProtocol.Imap, "STARTTLS", "A OK Begin TLS")]
    public void OctetsCanFollowTheConsentToTls(SandboxProtocol protocol, string command, string consent)
    {
        _sandbox.Faults.Add(SandboxFault.InjectAfter(protocol, command, "* injected\r\n"u8.ToArray()));
        using var client = RawDialogue.Open(_sandbox, PortOf(protocol));
        if (protocol == SandboxProtocol.Smtp)
            client.AskSmtp("EHLO c");
        Assert.Equal(consent, client.Ask((protocol == SandboxProtocol.Imap ? "A " : "") + command));
        Assert.Equal("* injected", client.ReadLine());
    }

    [Fact]
    public void TheClientRefusesInjectedOctets()
    {
        _sandbox.Faults.Add(SandboxFault.InjectAfter(SandboxProtocol.Smtp, "STARTTLS", "250 AUTH PLAIN\r\n"u8.ToArray()));
        var account = new MailAccount(_sandbox.Host, _sandbox.SmtpPort, TlsMode.StartTls, new NetworkCredential("alice", "secret"));
        var error = Assert.Throws<MailException>(() => SmtpSession.Open(account, null, CancellationToken.None));
        Assert.Same(MailErrors.StartTlsResponseInjection, error.Error);
    }

    [Fact]
    public void CapabilitiesCanBeWithheldAndInvented()
    {
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "STARTTLS"));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "AUTH"));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "SIZE"));
        _sandbox.Faults.Add(SandboxFault.Offer(SandboxProtocol.Smtp, "MAGIC 7"));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "STLS"));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, "STARTTLS"));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, "AUTH"));

        using var smtp = OpenSmtp();
        Assert.Equal(["250-PIPELINING", "250-8BITMIME", "250-SMTPUTF8", "250-ENHANCEDSTATUSCODES", "250-CHUNKING", "250-DSN",
            "250-LIMITS MAILMAX=100000 RCPTMAX=1000", "250 MAGIC 7"], smtp.AskSmtp("EHLO c").Skip(1));
        Assert.StartsWith("502 ", smtp.Ask("STARTTLS"));
        Assert.StartsWith("502 ", smtp.Ask("AUTH PLAIN AGEAYQ=="));
        using var pop3 = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        Assert.DoesNotContain("STLS", pop3.AskPop3Lines("CAPA"));
        Assert.StartsWith("-ERR", pop3.Ask("STLS"));
        using var imap = RawDialogue.Open(_sandbox, _sandbox.ImapPort, out var greeting);
        Assert.Contains("[CAPABILITY IMAP4rev1 ", greeting);
        Assert.DoesNotMatch("STARTTLS|AUTH=", greeting);
        Assert.StartsWith("A BAD", imap.AskImap("STARTTLS")[^1]);
    }

    [Fact]
    public void SizesCanBeMisstated()
    {
        _sandbox.Mailbox("alice").Deliver("abc\r\n"u8.ToArray());
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Pop3, "LIST", size => size + 1));
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Pop3, "STAT", _ => 999_999_999_999));
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Imap, "UID FETCH", _ => 2));
        using var pop3 = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        pop3.Ask("USER alice");
        pop3.Ask("PASS x");
        Assert.Equal(["1 6"], pop3.AskPop3Lines("LIST"));
        Assert.Equal("+OK 1 999999999999", pop3.Ask("STAT"));
        Assert.Equal("+OK 5 octets", pop3.Ask("RETR 1"));

        using var imap = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        imap.AskImap("LOGIN alice x");
        imap.AskImap("SELECT INBOX");
        Assert.Equal("* 1 FETCH (UID 1 RFC822.SIZE 2 BODY[] {2}\r\nabc\r\n)",
            string.Join("\r\n", imap.AskImap("UID FETCH 1 (RFC822.SIZE BODY.PEEK[])")[..^1]));
        Assert.Equal("* 1 FETCH (RFC822.SIZE 5)", imap.AskImap("FETCH 1 RFC822.SIZE")[0]);
    }

    [Fact]
    public void AConnectionCanEndAfterEachOctetSent()
    {
        const string Whole = "220 mail.sandbox.test ESMTP sandbox\r\n250 2.0.0 OK\r\n221 2.0.0 mail.sandbox.test closes\r\n";
        for (var sent = 0; sent <= Whole.Length; sent++)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Add(SandboxFault.DropAfterSent(SandboxProtocol.Smtp, sent));
            using var client = new TcpClient(_sandbox.Host, _sandbox.SmtpPort);
            client.GetStream().Write("NOOP\r\nQUIT\r\n"u8);
            Assert.Equal(Whole[..sent], ReadToEnd(client));
        }
    }

    [Fact]
    public void AConnectionCanEndAfterEachOctetReceived()
    {
        const string Dialogue = "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<alice@sandbox.test>\r\nDATA\r\nx\r\n.\r\n";
        for (var received = 0; received <= Dialogue.Length; received++)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Add(SandboxFault.DropAfterReceived(SandboxProtocol.Smtp, received));
            var before = _sandbox.Accepted.Count;
            using var client = new TcpClient(_sandbox.Host, _sandbox.SmtpPort);
            client.GetStream().Write(Encoding.ASCII.GetBytes(Dialogue));
            var heard = ReadToEnd(client);

            var whole = received == Dialogue.Length;
            Assert.Equal(whole ? 1 : 0, _sandbox.Accepted.Count - before);
            Assert.Equal(whole, heard.Contains("Queued"));
            Assert.Equal(received >= Dialogue.IndexOf("x\r\n.", StringComparison.Ordinal), heard.Contains("354 "));
        }
    }

    [Fact]
    public void OnlyTheChosenConnectionEnds()
    {
        _sandbox.Faults.Add(SandboxFault.DropAfterSent(SandboxProtocol.Smtp, 0).Occurrence(2));
        OpenSmtp().Dispose();
        using (var client = new TcpClient(_sandbox.Host, _sandbox.SmtpPort))
            Assert.Equal("", ReadToEnd(client));
        OpenSmtp().Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WritesCanBeSplit(bool tls)
    {
        _sandbox.Faults.Add(SandboxFault.SplitWrites(SandboxProtocol.Smtp, 1));
        using var client = RawDialogue.Open(_sandbox, tls ? _sandbox.SmtpsPort : _sandbox.SmtpPort, tls);
        Assert.StartsWith("250-", client.AskSmtp("EHLO c")[0]);
    }

    private int PortOf(SandboxProtocol protocol) => protocol switch
    {
        SandboxProtocol.Smtp => _sandbox.SmtpPort,
        SandboxProtocol.Pop3 => _sandbox.Pop3Port,
        _ => _sandbox.ImapPort,
    };

    private static string ReadToEnd(TcpClient client)
    {
        using var rest = new System.IO.MemoryStream();
        client.GetStream().CopyTo(rest);
        return Encoding.Latin1.GetString(rest.ToArray());
    }
}
