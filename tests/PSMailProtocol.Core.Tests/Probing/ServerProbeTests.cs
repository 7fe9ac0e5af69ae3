using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Probing;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;
using static PSMailProtocol.Sandbox.SandboxFault;

namespace PSMailProtocol.Tests.Probing;

/// <summary>How far a probe comes with servers that stop it at each stage, and what it has found out by then.</summary>
public sealed class ServerProbeTests : IDisposable
{
    private const string Secret = "correct horse battery";

    private const SandboxProtocol Smtp = SandboxProtocol.Smtp;
    private const SandboxProtocol Pop3 = SandboxProtocol.Pop3;
    private const SandboxProtocol Imap = SandboxProtocol.Imap;

    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = Secret } });

    public void Dispose()
    {
        Assert.Empty(_sandbox.Accepted);
        Assert.Empty(_sandbox.InternalFailures);
        _sandbox.Dispose();
    }

    /// <summary>Protocol, what goes wrong, where the probe stops, and by which error.</summary>
    public static TheoryData<SandboxProtocol, string, ProbeStage, string> Stops => new()
    {
        { Smtp, "nothing", ProbeStage.Completed, "" },
        { Smtp, "GREETING drop", ProbeStage.Greeting, "ConnectionLost" },
        { Smtp, "GREETING 554 5.3.2 Not now", ProbeStage.Greeting, "GreetingRejected" },
        { Smtp, "GREETING SSH-2.0-OpenSSH_9.2", ProbeStage.Greeting, "ProtocolViolation" },
        { Smtp, "EHLO 421 4.3.2 Going down", ProbeStage.Capabilities, "ServerClosed" },
        { Smtp, "EHLO 550 5.7.1 Not you", ProbeStage.Capabilities, "CommandRejected" },
        { Smtp, "EHLO drop", ProbeStage.Capabilities, "ConnectionLost" },
        { Smtp, "STARTTLS 454 4.7.0 Not now", ProbeStage.Tls, "TlsRequired" },
        { Smtp, "STARTTLS drop", ProbeStage.Tls, "ConnectionLost" },
        { Smtp, "STARTTLS inject", ProbeStage.Tls, "StartTlsResponseInjection" },
        { Smtp, "withhold STARTTLS", ProbeStage.Tls, "TlsRequired" },
        { Smtp, "NOOP drop", ProbeStage.Capabilities, "ConnectionLost" },
        { Smtp, "NOOP 500 5.5.1 Unknown", ProbeStage.Completed, "" },
        { Smtp, "AUTH 535 5.7.8 No", ProbeStage.Login, "AuthenticationFailed" },
        { Smtp, "withhold AUTH", ProbeStage.Login, "AuthenticationMechanismUnavailable" },
        { Smtp, "VRFY drop", ProbeStage.Command, "ConnectionLost" },
        { Smtp, "VRFY 421 4.3.2 Going down", ProbeStage.Command, "ServerClosed" },
        { Smtp, "VRFY 550 5.1.1 Nobody", ProbeStage.Completed, "" },
        { Smtp, "VRFY 354 Go ahead", ProbeStage.Command, "ProtocolViolation" },
        { Smtp, "MAIL 550 5.7.1 Not you", ProbeStage.Envelope, "SenderRejected" },
        { Smtp, "RCPT 550 5.1.1 Nobody", ProbeStage.Envelope, "RecipientRejected" },
        { Smtp, "RCPT 450 4.7.1 Greylisted", ProbeStage.Envelope, "RecipientRejected" },
        { Smtp, "RCPT drop", ProbeStage.Envelope, "ConnectionLost" },
        { Smtp, "RSET 500 5.5.1 Unknown", ProbeStage.Envelope, "CommandRejected" },
        { Smtp, "QUIT drop", ProbeStage.Completed, "" },
        { Pop3, "nothing", ProbeStage.Completed, "" },
        { Pop3, "GREETING drop", ProbeStage.Greeting, "ConnectionLost" },
        { Pop3, "GREETING -ERR Not now", ProbeStage.Greeting, "GreetingRejected" },
        { Pop3, "GREETING 220 smtp", ProbeStage.Greeting, "ProtocolViolation" },
        { Pop3, "CAPA drop", ProbeStage.Capabilities, "ConnectionLost" },
        { Pop3, "CAPA -ERR Unknown", ProbeStage.Tls, "TlsRequired" },
        { Pop3, "STLS -ERR Not now", ProbeStage.Tls, "TlsRequired" },
        { Pop3, "withhold STLS", ProbeStage.Tls, "TlsRequired" },
        { Pop3, "AUTH -ERR [AUTH] No", ProbeStage.Login, "AuthenticationFailed" },
        { Pop3, "UIDL drop", ProbeStage.Command, "ConnectionLost" },
        { Pop3, "UIDL -ERR No", ProbeStage.Completed, "" },
        { Imap, "nothing", ProbeStage.Completed, "" },
        { Imap, "GREETING drop", ProbeStage.Greeting, "ConnectionLost" },
        { Imap, "GREETING * BYE Not now", ProbeStage.Greeting, "GreetingRejected" },
        { Imap, "GREETING * PREAUTH Welcome", ProbeStage.Greeting, "TlsRequired" },
        { Imap, "GREETING 220 smtp", ProbeStage.Greeting, "ProtocolViolation" },
        { Imap, "STARTTLS {tag} NO Not now", ProbeStage.Tls, "TlsRequired" },
        { Imap, "withhold STARTTLS", ProbeStage.Tls, "TlsRequired" },
        { Imap, "NOOP drop", ProbeStage.Capabilities, "ConnectionLost" },
        { Imap, "NOOP {tag} BAD No", ProbeStage.Completed, "" },
        { Imap, "AUTHENTICATE {tag} NO [AUTHENTICATIONFAILED] No", ProbeStage.Login, "AuthenticationFailed" },
        { Imap, "LIST drop", ProbeStage.Command, "ConnectionLost" },
        { Imap, "LIST * BYE Going down", ProbeStage.Command, "ServerClosed" },
        { Imap, "LIST {tag} NO No", ProbeStage.Completed, "" },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_probe_says_where_it_stopped_and_why(SandboxProtocol protocol, string fault, ProbeStage stage, string error)
    {
        Spoil(protocol, fault);

        var report = Probe(protocol, command: protocol switch { Imap => "LIST \"\" *", Pop3 => "UIDL", _ => "VRFY alice" });

        Assert.Equal((stage, error), (report.Stage, report.Failure?.Error.Id ?? ""));

        // What was found out by then is there, and nothing else.
        var isPastTls = stage >= ProbeStage.Certificate || fault.StartsWith("NOOP", StringComparison.Ordinal);
        Assert.Equal(fault != "GREETING drop" && (protocol, error) != (Imap, "ProtocolViolation"), report.Greeting.Count > 0);
        Assert.Equal(isPastTls, report.CapabilityAfterTls.Count > 0);
        Assert.Equal(isPastTls, report.Certificate is not null);
        Assert.Equal(isPastTls, report.TlsProtocol >= SslProtocols.Tls12);
        Assert.Equal(isPastTls, report.CipherSuite is { Length: > 0 });
        Assert.Equal(stage >= ProbeStage.Certificate, report.RoundTrip > TimeSpan.Zero);
        Assert.Equal(stage > ProbeStage.Login ? "PLAIN" : null, report.LoginMechanism);
        Assert.Equal(stage >= ProbeStage.Command ? 1 : 0, report.Answer.Count);
        Assert.Equal(stage >= ProbeStage.Envelope && protocol == Smtp, report.SenderReply is not null);
        Assert.NotEmpty(report.Transcript);
        Assert.DoesNotContain(Secret, string.Join('\n', report.Transcript));
        Assert.True(_sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Without_a_server_the_connection_is_where_it_stopped()
    {
        using var closed = MailSandbox.Start();
        var port = closed.SmtpPort;
        closed.Dispose();

        var report = new SmtpProbe(new MailAccount(_sandbox.Host, port, TlsMode.Auto, null)).Run(CancellationToken.None);

        Assert.Equal((ProbeStage.Connect, MailErrors.ConnectFailed), (report.Stage, report.Failure!.Error));
        Assert.Null(report.Address);
    }

    /// <summary>Where TLS begins with the first octet nothing is known in clear; where it is never begun, nothing inside.</summary>
    [Theory]
    [InlineData(Smtp, TlsMode.Implicit)]
    [InlineData(Pop3, TlsMode.Implicit)]
    [InlineData(Imap, TlsMode.Implicit)]
    [InlineData(Smtp, TlsMode.StartTls)]
    [InlineData(Pop3, TlsMode.StartTls)]
    [InlineData(Imap, TlsMode.StartTls)]
    [InlineData(Smtp, TlsMode.None)]
    [InlineData(Pop3, TlsMode.None)]
    [InlineData(Imap, TlsMode.None)]
    public void What_is_offered_is_known_before_and_after_TLS(SandboxProtocol protocol, TlsMode tls)
    {
        var report = Probe(protocol, tls);

        Assert.Null(report.Failure);
        Assert.Equal(tls != TlsMode.Implicit, report.CapabilityBeforeTls.Count > 0);
        Assert.Equal(tls != TlsMode.None, report.CapabilityAfterTls.Count > 0);
        var upgrade = protocol == Pop3 ? "STLS" : "STARTTLS";
        Assert.Equal(tls != TlsMode.Implicit, report.CapabilityBeforeTls.Contains(upgrade));
        Assert.DoesNotContain(upgrade, report.CapabilityAfterTls);
        Assert.Equal(["LOGIN", "PLAIN"], report.AuthenticationMechanism.Order());
        Assert.Equal(protocol == Pop3 ? null : 50 * 1024 * 1024, report.MaximumSize);
        Assert.Equal(_sandbox.Host, report.Address!.Address.ToString());
    }

    /// <summary>A certificate that is refused is looked at as any other, and behind it nothing is said that is not for everybody.</summary>
    [Theory]
    [InlineData(Smtp, TlsMode.StartTls)]
    [InlineData(Pop3, TlsMode.StartTls)]
    [InlineData(Imap, TlsMode.StartTls)]
    [InlineData(Smtp, TlsMode.Implicit)]
    [InlineData(Pop3, TlsMode.Implicit)]
    [InlineData(Imap, TlsMode.Implicit)]
    public void Nothing_private_goes_to_a_server_whose_certificate_is_refused(SandboxProtocol protocol, TlsMode tls)
    {
        var report = Probe(protocol, tls, new MailConnectionOptions(), command: protocol == Pop3 ? "STAT" : "NOOP");

        Assert.Equal((ProbeStage.Certificate, MailErrors.CertificateRejected), (report.Stage, report.Failure!.Error));
        Assert.NotEmpty(report.CapabilityAfterTls);
        Assert.NotNull(report.CipherSuite);
        Assert.True(report.RoundTrip > TimeSpan.Zero);
        var certificate = report.Certificate!;
        Assert.Equal(_sandbox.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
            certificate.Fingerprint);
        Assert.Contains("127.0.0.1", certificate.Name);
        Assert.Contains("*.sandbox.test", certificate.Name);
        Assert.InRange(certificate.DaysLeft, 360, 366);
        Assert.Equal((true, false, null), (certificate.IsNamed, certificate.IsTrusted, certificate.IsPinned));
        Assert.Contains("not trusted", Assert.Single(certificate.Problem));
        Assert.Contains(certificate.Problem[0], report.Failure.Message);
        Assert.Null(report.LoginMechanism);
        Assert.Empty(report.Answer);
        Assert.Empty(report.Recipient);
        Assert.DoesNotContain(report.Transcript,
            line => line.Contains("AUTH ", StringComparison.Ordinal) && line.StartsWith("C: ", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Transcript, line => line.Contains("b@x.test", StringComparison.Ordinal));
        Assert.Contains(report.Transcript,
            line => line.EndsWith("QUIT", StringComparison.Ordinal) || line.EndsWith("LOGOUT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("right", ProbeStage.Completed, true)]
    [InlineData("other", ProbeStage.Certificate, false)]
    public void A_pin_decides_and_what_speaks_against_the_certificate_is_said_all_the_same(string pin, ProbeStage stage, bool isPinned)
    {
        var fingerprint = pin == "right"
            ? _sandbox.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
            : new string('0', 64);

        var report = Probe(Smtp, TlsMode.StartTls, new MailConnectionOptions { PinnedCertificate = CertificatePin.Parse(fingerprint) });

        Assert.Equal(stage, report.Stage);
        Assert.Equal(isPinned ? null : typeof(PinMismatchException), report.Failure?.GetType());
        Assert.Equal((isPinned, false), (report.Certificate!.IsPinned, report.Certificate.IsTrusted));
        Assert.NotEmpty(report.Certificate.Problem);
        Assert.Equal(isPinned, report.LoginMechanism is not null);
    }

    [Fact]
    public void Every_recipient_has_its_reply_and_nothing_is_sent()
    {
        _sandbox.Faults.Add(RefuseRecipient("b@x.test", "550 5.1.1 Nobody"));

        var report = Probe(Smtp);

        Assert.Equal(["b@x.test: 550 5.1.1 Nobody", "c@x.test: 250 2.1.5 Recipient OK"],
            report.Recipient.Select(recipient => recipient.ToString()));
        Assert.Contains("b@x.test", report.Failure!.Message);
        Assert.Contains("C: RSET", report.Transcript);
        Assert.DoesNotContain(report.Transcript,
            line => line.StartsWith("C: DATA", StringComparison.Ordinal) || line.StartsWith("C: BDAT", StringComparison.Ordinal));
        Assert.Equal("C: QUIT", report.Transcript.Last(line => line[0] == 'C'));
    }

    /// <summary>The lines of an answer are those of the server, as a terminal would show them.</summary>
    [Theory]
    [InlineData(Smtp, "VRFY alice", "250-5.5.1 one|250 5.5.1 two", "250-5.5.1 one|250 5.5.1 two")]
    [InlineData(Smtp, "help", "214 \u001b[31mred", "214 ?[31mred")]
    [InlineData(Pop3, "UIDL", "+OK|1 a|2 b|.", "+OK|1 a|2 b|.")]
    [InlineData(Pop3, "UIDL 1", "+OK 1 a", "+OK 1 a")]
    [InlineData(Pop3, "LIST", "-ERR No", "-ERR No")]
    [InlineData(Imap, "MYRIGHTS INBOX", "* MYRIGHTS INBOX lrs|{tag} OK Done", "* MYRIGHTS INBOX lrs|A006 OK Done")]
    [InlineData(Imap, "LIST \"\" *", "* LIST () NIL INBOX|{tag} NO No", "* LIST () NIL INBOX|A006 NO No")]
    public void An_answer_is_shown_as_it_came(SandboxProtocol protocol, string command, string said, string shown)
    {
        _sandbox.Faults.Add(Reply(protocol, command.Split(' ')[0], said.Split('|')));

        var answer = Assert.Single(Probe(protocol, command: command).Answer);

        Assert.Equal(command, answer.Command);
        Assert.Equal(shown.Split('|').Select(line => line[0] == 'A' ? line.Substring(4) : line),
            answer.Line.Select(line => line[0] == 'A' ? line.Substring(4) : line));
        Assert.Equal(string.Join("\n", [command, .. answer.Line]), answer.ToString());
    }

    /// <summary>
    /// A server that repeats the secret and what the login sent of it: in the answer to the login, to a command, and in its goodbye.
    /// </summary>
    [Theory]
    [InlineData(Smtp, "AUTH", "235 2.7.0 ", "VRFY x", "252 2.0.0 ", "QUIT", "221 2.0.0 ")]
    [InlineData(Pop3, "AUTH", "+OK ", "STAT", "-ERR ", "QUIT", "+OK ")]
    [InlineData(Imap, "AUTHENTICATE", "{tag} OK ", "NAMESPACE", "{tag} NO ", "LOGOUT", "* BYE ")]
    public void Nothing_that_is_said_repeats_the_secret(SandboxProtocol protocol, string login, string welcome, string command,
        string answer, string goodbye, string farewell)
    {
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(Secret));
        var response = Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0alice\0{Secret}"));
        var repeated = $"{Secret} {encoded} {response}";
        _sandbox.Faults.Add(Reply(protocol, login, welcome + repeated));
        _sandbox.Faults.Add(Reply(protocol, command.Split(' ')[0], answer + repeated));
        _sandbox.Faults.Add(ReplyAndClose(protocol, goodbye, farewell + repeated));

        var report = Probe(protocol, command: command);

        Assert.Equal("PLAIN", report.LoginMechanism);
        Assert.EndsWith("******** ******** ********", Assert.Single(Assert.Single(report.Answer).Line));
        Assert.Contains(report.Transcript, line => line.StartsWith($"S: {farewell}********", StringComparison.Ordinal));
        foreach (var secret in new[] { Secret, encoded, response })
            Assert.DoesNotContain(report.Transcript, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_long_answer_a_part_is_kept_and_counted()
    {
        _sandbox.Faults.Add(Reply(Pop3, "UIDL", ["+OK", .. Enumerable.Range(1, 2500).Select(number => $"{number} u{number}"), "."]));

        var report = Probe(Pop3, command: "UIDL");

        Assert.Null(report.Failure);
        var answer = Assert.Single(report.Answer).Line;
        Assert.Equal(1001, answer.Count);
        Assert.Equal("(and 1,502 further lines)", answer[^1]);
        Assert.Equal(1001, report.Transcript.Count);
        Assert.EndsWith("further lines)", report.Transcript[^1]);
    }

    [Fact]
    public void An_answer_without_end_is_broken_off()
    {
        _sandbox.Faults.Add(Endless(Smtp, "VRFY", Encoding.ASCII.GetBytes("250-more\r\n")));

        var report = Probe(Smtp, command: "VRFY x");

        Assert.Equal((ProbeStage.Command, MailErrors.LimitExceeded), (report.Stage, report.Failure!.Error));
        Assert.Equal(1001, Assert.Single(report.Answer).Line.Count);
    }

    /// <summary>
    /// What a probe says, and what it says never: whatever changes the session, logs in, moves mail or waits for a literal.
    /// </summary>
    [Theory]
    [InlineData(Smtp, "NOOP|noop|RSET|VRFY x|EXPN staff|HELP|HELP MAIL",
        "DATA|BDAT 5 LAST|EHLO x|HELO x|STARTTLS|AUTH PLAIN x|MAIL FROM:<>|RCPT TO:<a@x.test>|QUIT|ETRN x|TURN|XCLIENT ADDR=1|SEND " +
        "FROM:<>| NOOP|VRFY\tx||354|\u00a0NOOP")]
    [InlineData(Pop3, "NOOP|CAPA|STAT|LIST|LIST 1|uidl|UIDL 1",
        "DELE 1|RETR 1|TOP 1 0|USER x|PASS x|APOP x y|AUTH PLAIN|STLS|QUIT|RSET|UTF8|LANG en|XTND XMIT")]
    [InlineData(Imap,
        "NOOP|CAPABILITY|ID NIL|NAMESPACE|list \"\" *|LSUB \"\" *|STATUS INBOX (MESSAGES)|GETQUOTAROOT INBOX|GETACL INBOX|MYRIGHTS " +
        "INBOX|LISTRIGHTS INBOX x|GETMETADATA INBOX /private",
        "LOGIN a b|AUTHENTICATE PLAIN|STARTTLS|SELECT INBOX|EXAMINE INBOX|APPEND INBOX {5}|STORE 1 +FLAGS x|UID STORE 1 +FLAGS " +
        "x|EXPUNGE|COPY 1 x|MOVE 1 x|CREATE x|DELETE x|RENAME x y|IDLE|DONE|LOGOUT|COMPRESS DEFLATE|ENABLE UTF8=ACCEPT|SETACL x y " +
        "z|SETQUOTA x y|SETMETADATA x y|UNSELECT|CLOSE|FETCH 1 BODY[]|SEARCH ALL|A1 NOOP|SUBSCRIBE x|NOTIFY NONE")]
    public void A_probe_says_what_asks_and_nothing_else(SandboxProtocol protocol, string said, string refused)
    {
        var probe = ProbeOf(protocol, new MailAccount("x", 1, TlsMode.Auto, null));
        foreach (var command in said.Split('|'))
            probe.Add(command);

        Assert.All(refused.Split('|'), command =>
        {
            var failure = Assert.Throws<MailArgumentException>(() => probe.Add(command));
            Assert.Same(MailErrors.InvalidParameter, failure.Error);
            Assert.Contains("NOOP", failure.Complaint);
        });
    }

    [Theory]
    [InlineData(Smtp, "VRFY x\r\nDATA")]
    [InlineData(Smtp, "VRFY x\nDATA")]
    [InlineData(Smtp, "VRFY x\rDATA")]
    [InlineData(Pop3, "LIST\0")]
    [InlineData(Pop3, "STAT\r\nDELE 1")]
    [InlineData(Imap, "NOOP\r\nA1 LOGOUT")]
    [InlineData(Imap, "LIST \"\" {5}")]
    [InlineData(Imap, "LIST \"\" {5+}")]
    [InlineData(Imap, "LIST \"\" ~{5} ")]
    public void What_would_end_a_command_or_wait_for_more_is_refused(SandboxProtocol protocol, string command)
    {
        var failure =
            Assert.Throws<MailArgumentException>(() => ProbeOf(protocol, new MailAccount("x", 1, TlsMode.Auto, null)).Add(command));

        Assert.Same(MailErrors.InvalidWireText, failure.Error);
    }

    [Theory]
    [InlineData(Smtp, "GREETING")]
    [InlineData(Smtp, "EHLO")]
    [InlineData(Smtp, "STARTTLS")]
    [InlineData(Smtp, "RCPT")]
    [InlineData(Pop3, "CAPA")]
    [InlineData(Imap, "NOOP")]
    public void A_probe_that_is_cancelled_leaves_nothing_open(SandboxProtocol protocol, string verb)
    {
        _sandbox.Faults.Add(Stall(protocol, verb));
        using var cancellation = new CancellationTokenSource();
        var stages = new Dictionary<string, ProbeStage>
        {
            ["GREETING"] = ProbeStage.Greeting, ["EHLO"] = ProbeStage.Capabilities, ["CAPA"] = ProbeStage.Capabilities,
            ["STARTTLS"] = ProbeStage.Tls,
            ["NOOP"] = ProbeStage.Capabilities, ["RCPT"] = ProbeStage.Envelope,
        };
        var probe = ProbeOf(protocol, Account(protocol, TlsMode.StartTls, Anybody));
        probe.Progress = stage =>
        {
            if (stage == stages[verb])
                ThreadPool.QueueUserWorkItem(_ => cancellation.Cancel());
        };

        Assert.ThrowsAny<OperationCanceledException>(() => probe.Run(cancellation.Token));

        Assert.True(_sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
    }

    private static MailConnectionOptions Anybody => new() { SkipCertificateCheck = true };

    private ProbeReport Probe(SandboxProtocol protocol, TlsMode tls = TlsMode.StartTls, MailConnectionOptions? options = null,
        string? command = null)
    {
        var probe = ProbeOf(protocol, Account(protocol, tls, options ?? Anybody));
        if (command is not null)
            probe.Add(command);
        return probe.Run(CancellationToken.None);
    }

    private MailAccount Account(SandboxProtocol protocol, TlsMode tls, MailConnectionOptions options)
    {
        var (clear, encrypted) = protocol switch
        {
            Imap => (_sandbox.ImapPort, _sandbox.ImapsPort),
            Pop3 => (_sandbox.Pop3Port, _sandbox.Pop3sPort),
            _ => (_sandbox.SmtpPort, _sandbox.SmtpsPort),
        };
        return new MailAccount(_sandbox.Host, tls == TlsMode.Implicit ? encrypted : clear, tls, new NetworkCredential("alice", Secret))
        {
            Connection = options,
        };
    }

    private static ServerProbe ProbeOf(SandboxProtocol protocol, MailAccount account) => protocol switch
    {
        Imap => new ImapProbe(account),
        Pop3 => new Pop3Probe(account),
        _ => new SmtpProbe(account, "client.test",
            new SmtpEnvelope(new MailboxAddress("", "a", "x.test"),
                [new MailboxAddress("", "b", "x.test"), new MailboxAddress("", "c", "x.test")])),
    };

    /// <summary>
    /// Has something go wrong: <c>VERB drop</c>, <c>VERB inject</c>, <c>withhold CAPABILITY</c>, or a verb and what is said to it.
    /// </summary>
    private void Spoil(SandboxProtocol protocol, string fault)
    {
        var (verb, what) = (fault.Split(' ')[0], fault[(fault.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        if (verb == "nothing")
            return;

        _sandbox.Faults.Add(verb == "withhold" ? Withhold(protocol, what)
            : what == "drop" ? Drop(protocol, verb, SandboxMoment.BeforeCommand)
            : what == "inject" ? InjectAfter(protocol, verb, Encoding.ASCII.GetBytes("250 forged\r\n"))
            : Reply(protocol, verb, what));
    }
}
