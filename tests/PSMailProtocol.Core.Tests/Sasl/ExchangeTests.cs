using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>How the three protocols carry an exchange, against peers that keep to the rules and peers that do not.</summary>
public class ExchangeTests
{
    private const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";
    private const string ServerFirst = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    private const string ClientFinal = "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
    private const string Proven = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

    private static readonly SandboxProtocol[] Protocols = [SandboxProtocol.Smtp, SandboxProtocol.Pop3, SandboxProtocol.Imap];

    public static IEnumerable<object[]> EveryProtocol => Protocols.Select(protocol => new object[] { protocol });

    public static IEnumerable<object[]> EveryDelivery => Deliveries.Times(EveryProtocol);

    [Theory]
    [MemberData(nameof(EveryDelivery))]
    public void SCRAM_is_carried_and_nothing_of_it_is_shown(Delivery delivery, SandboxProtocol protocol)
    {
        var lines = new List<string>();
        var peer = Peer(delivery, protocol,
            (Begin(protocol, "SCRAM-SHA-1", "n,,n=user,r=" + Nonce), Challenge(protocol, ServerFirst)),
            (Response(ClientFinal), Challenge(protocol, Proven)),
            (Response(""), Done(protocol)));

        Authenticate(protocol, peer, Scram(), lines);

        Assert.True(peer.IsFinished);
        var shown = string.Join("\n", lines);
        Assert.Contains("SCRAM-SHA-1 ********", shown);
        foreach (var secret in new[] { "n,,n=user,r=" + Nonce, ServerFirst, ClientFinal, Proven })
            Assert.DoesNotContain(Base64(secret), shown);
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void A_server_that_leaves_its_proof_out_is_not_believed(SandboxProtocol protocol)
    {
        var atOnce = Peer(Delivery.Whole, protocol, (Begin(protocol, "SCRAM-SHA-1", "n,,n=user,r=" + Nonce), Done(protocol)),
            ("*\r\n", Refused(protocol)));
        var afterProof = Peer(Delivery.Whole, protocol,
            (Begin(protocol, "SCRAM-SHA-1", "n,,n=user,r=" + Nonce), Challenge(protocol, ServerFirst)),
            (Response(ClientFinal), Done(protocol)), ("*\r\n", Refused(protocol)));

        foreach (var peer in new[] { atOnce, afterProof })
        {
            var failure = Assert.ThrowsAny<MailException>(() => Authenticate(protocol, peer, Scram()));

            // +OK in the middle of an exchange is read as a challenge, and this one is none.
            Assert.Same(protocol == SandboxProtocol.Pop3 ? MailErrors.ProtocolViolation : MailErrors.ServerProofInvalid, failure.Error);
        }
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void What_breaks_the_rules_is_cancelled_and_told_whatever_the_server_says_then(SandboxProtocol protocol)
    {
        foreach (var answer in new[] { Refused(protocol), Done(protocol) })
        {
            var peer = Peer(Delivery.Whole, protocol,
                (Begin(protocol, "SCRAM-SHA-1", "n,,n=user,r=" + Nonce), Challenge(protocol, ServerFirst)),
                (Response(ClientFinal), Challenge(protocol, "v=AAAA")),
                ("*\r\n", answer));

            Assert.Same(MailErrors.ServerProofInvalid, Assert.ThrowsAny<MailException>(() => Authenticate(protocol, peer, Scram())).Error);
            Assert.True(peer.IsFinished);
        }
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void A_challenge_that_is_no_base64_is_cancelled(SandboxProtocol protocol)
    {
        var peer = Peer(Delivery.Whole, protocol,
            (Begin(protocol, "SCRAM-SHA-1", "n,,n=user,r=" + Nonce), ChallengeText(protocol, "not base64!")), ("*\r\n", Refused(protocol)));

        Assert.Same(MailErrors.ProtocolViolation, Assert.ThrowsAny<MailException>(() => Authenticate(protocol, peer, Scram())).Error);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void Challenges_without_end_are_bounded(SandboxProtocol protocol)
    {
        var begin = Begin(protocol, "PLAIN", "\0user\0pencil");
        foreach (var challenge in new[] { "", "x", Proven })
        {
            var peer = Peer(Delivery.Whole, protocol,
                [(begin, Challenge(protocol, challenge)), .. Enumerable.Repeat(("*\r\n", Challenge(protocol, challenge)), 1000)]);

            var failure = Assert.ThrowsAny<MailException>(
                () => Authenticate(protocol, peer, new PlainMechanism(new NetworkCredential("user", "pencil"))));

            Assert.Same(MailErrors.ProtocolViolation, failure.Error);
            Assert.Equal(16, peer.Transcript.Split("*\r\n").Length - 1);
        }
    }

    [Theory]
    [MemberData(nameof(EveryProtocol))]
    public void The_reason_for_refusing_a_token_is_asked_for_and_quoted(SandboxProtocol protocol)
    {
        const string Reason = """{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}""";
        var credential = new NetworkCredential("user", "t0ken");
        foreach (var (mechanism, begin, answer) in new (SaslMechanism, string, string)[]
        {
            (new XOAuth2Mechanism(credential), "user=user\u0001auth=Bearer t0ken\u0001\u0001", ""),
            (new OAuthBearerMechanism(credential, "h", 1),
                "n,a=user,\u0001host=h\u0001port=1\u0001auth=Bearer t0ken\u0001\u0001", "\u0001"),
        })
        {
            var peer = Peer(Delivery.Whole, protocol, (Begin(protocol, mechanism.Name, begin), Challenge(protocol, Reason)),
                (Response(answer), Refused(protocol)));

            var failure = Assert.ThrowsAny<MailException>(() => Authenticate(protocol, peer, mechanism));

            Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
            Assert.Contains(Reason, failure.Message);
            Assert.Contains("not you", failure.Message);
            Assert.DoesNotContain("t0ken", failure.ToString());
            Assert.True(peer.IsFinished);
        }
    }

    [Fact]
    public void A_reason_that_goes_on_and_on_is_cut_and_cannot_drive_a_terminal()
    {
        var peer = Peer(Delivery.Whole, SandboxProtocol.Smtp,
            (Begin(SandboxProtocol.Smtp, "XOAUTH2", "user=u\u0001auth=Bearer t0ken\u0001\u0001"),
                Challenge(SandboxProtocol.Smtp, "\u001b[2J" + new string('x', 3000))),
            ("\r\n", Challenge(SandboxProtocol.Smtp, "again")), ("*\r\n", Refused(SandboxProtocol.Smtp)));

        var failure = Assert.ThrowsAny<MailException>(
            () => Authenticate(SandboxProtocol.Smtp, peer, new XOAuth2Mechanism(new NetworkCredential("u", "t0ken"))));

        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.InRange(failure.Message.Length, 200, 400);
    }

    [Theory]
    [InlineData(SandboxProtocol.Smtp, 512)]
    [InlineData(SandboxProtocol.Pop3, 255)]
    public void A_first_response_travels_with_the_command_as_long_as_the_line_may_be(SandboxProtocol protocol, int limit)
    {
        // AUTH PLAIN, a space, base64 in fours, CRLF: the longest that fits, and one group more.
        var groups = (limit - "AUTH PLAIN ".Length - 2) / 4;
        foreach (var extra in new[] { 0, 1 })
        {
            var credential = new NetworkCredential("u", new string('p', 3 * (groups + extra) - 3));
            var message = $"\0u\0{credential.Password}";
            var peer = extra == 0
                ? Peer(Delivery.Whole, protocol, ($"AUTH PLAIN {Base64(message)}\r\n", Done(protocol)))
                : Peer(Delivery.Whole, protocol, ("AUTH PLAIN\r\n", ChallengeText(protocol, "")), (Response(message), Done(protocol)));

            Authenticate(protocol, peer, new PlainMechanism(credential));

            Assert.True(peer.IsFinished);
        }
    }

    [Fact]
    public void IMAP_sends_no_first_response_to_a_server_without_SASL_IR()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED] hi\r\n",
            ("A001 AUTHENTICATE PLAIN\r\n", "+\r\n"),
            (Response("\0user\0pencil"), "* OK [ALERT] untagged in between\r\nA001 OK [CAPABILITY IMAP4rev1] in\r\n"));
        using var session = new ImapSession(new MailConnection(peer, new MailConnectionOptions()));

        session.Begin(Account(Logins.Password("user", "pencil")));

        Assert.Equal("PLAIN", session.AuthenticationMechanism);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void An_empty_first_response_is_an_equals_sign()
    {
        var peer = Peer(Delivery.Whole, SandboxProtocol.Smtp, ("AUTH EXTERNAL =\r\n", Done(SandboxProtocol.Smtp)));

        Authenticate(SandboxProtocol.Smtp, peer, new ExternalMechanism(""));

        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("+OK\r\n", "+OK\r\n")]
    [InlineData("+OK VXNlcm5hbWU6\r\n", "+OK Password:\r\n")]
    [InlineData("+\r\n", "+ Password please\r\n")]
    [InlineData("+ VXNlcm5hbWU6\r\n", "+OK\r\n")]
    public void POP3_takes_OK_for_a_challenge_while_something_is_left_to_say(string first, string second)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("AUTH LOGIN\r\n", first), (Response("user"), second),
            (Response("pencil"), "+OK in\r\n"));

        Authenticate(SandboxProtocol.Pop3, peer, new LoginMechanism(new NetworkCredential("user", "pencil")));

        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("-ERR [IN-USE] locked", "MaildropInUse")]
    [InlineData("-ERR [LOGIN-DELAY] wait", "LoginDelayed")]
    [InlineData("-ERR [SYS/TEMP] disk", "ServerTemporarilyUnable")]
    [InlineData("-ERR [SYS/PERM] gone", "ServerUnable")]
    [InlineData("-ERR [AUTH] no", "AuthenticationFailed")]
    [InlineData("-ERR", "AuthenticationFailed")]
    [InlineData("garbage", "ProtocolViolation")]
    [InlineData("+nothing", "ProtocolViolation")]
    public void A_refused_AUTH_of_POP3_has_the_name_that_the_server_gives_it(string reply, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Begin(SandboxProtocol.Pop3, "PLAIN", "\0user\0pencil"), reply + "\r\n"));

        var failure = Assert.ThrowsAny<MailException>(
            () => Authenticate(SandboxProtocol.Pop3, peer, new PlainMechanism(new NetworkCredential("user", "pencil"))));

        Assert.Equal(error, failure.Error.Id);
    }

    /// <summary>A cause that the server names (RFC 5530) outranks the login.</summary>
    [Theory]
    [InlineData("{tag} NO [UNAVAILABLE] later", "ServerTemporarilyUnable")]
    [InlineData("{tag} NO [INUSE] locked", "MaildropInUse")]
    [InlineData("{tag} NO [AUTHENTICATIONFAILED] no", "AuthenticationFailed")]
    [InlineData("{tag} NO no", "AuthenticationFailed")]
    public void A_refused_AUTHENTICATE_of_IMAP_has_the_name_that_the_server_gives_it(string reply, string error)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Mechanisms = ["XOAUTH2"], Tokens = { ["alice"] = "token" } });
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Imap, "AUTHENTICATE", reply));

        var failure = Assert.ThrowsAny<MailException>(() => Logins.LogIn(sandbox, SandboxProtocol.Imap, Logins.Token("alice", "token")));

        Assert.Equal(error, failure.Error.Id);
        Assert.Equal("XOAUTH2", Logins.RefusedMechanism(failure));
    }

    [Fact]
    public void CRAM_MD5_wants_a_challenge()
    {
        var peer = Peer(Delivery.Whole, SandboxProtocol.Smtp, ("AUTH CRAM-MD5\r\n", "334 \r\n"), ("*\r\n", Refused(SandboxProtocol.Smtp)));

        Assert.Same(MailErrors.ProtocolViolation,
            Assert.ThrowsAny<MailException>(
                () => Authenticate(SandboxProtocol.Smtp, peer, new CramMd5Mechanism(new NetworkCredential("tim", "x")))).Error);
        Assert.True(peer.IsFinished);
    }

    private static void Authenticate(SandboxProtocol protocol, ScriptedPeer peer, SaslMechanism mechanism, List<string>? transcript = null)
    {
        var options = new MailConnectionOptions { Transcript = transcript is null ? null : new TextTranscript(transcript.Add) };
        var connection = new MailConnection(peer, options);
        if (protocol == SandboxProtocol.Smtp)
        {
            using var smtp = new SmtpSession(connection);
            smtp.Authenticate(mechanism);
        }
        else if (protocol == SandboxProtocol.Pop3)
        {
            using var pop3 = new Pop3Session(connection);
            pop3.Authenticate(mechanism);
        }
        else
        {
            using var imap = new ImapSession(connection);
            imap.ReadCapabilities();
            imap.Authenticate(mechanism);
        }
    }

    private static ScramMechanism Scram() => new(ScramHash.Sha1, new NetworkCredential("user", "pencil"), 1_000_000, nonce: Nonce);

    private static MailAccount Account(MailCredential credential) =>
        new("h", 1, TlsMode.None, credential) { AllowUnencryptedAuthentication = true };

    private static ScriptedPeer Peer(Delivery delivery, SandboxProtocol protocol, params (string, string)[] steps) =>
        new(delivery, "",
            protocol == SandboxProtocol.Imap
                ? [("A001 CAPABILITY\r\n", "* CAPABILITY IMAP4rev1 SASL-IR\r\nA001 OK\r\n"), .. steps]
                : steps);

    private static string Begin(SandboxProtocol protocol, string mechanism, string response) =>
        (protocol == SandboxProtocol.Imap ? "A002 AUTHENTICATE " : "AUTH ") + $"{mechanism} {Base64(response)}\r\n";

    private static string Response(string response) => Base64(response) + "\r\n";

    private static string Challenge(SandboxProtocol protocol, string challenge) => ChallengeText(protocol, Base64(challenge));

    private static string ChallengeText(SandboxProtocol protocol, string text) =>
        (protocol == SandboxProtocol.Smtp ? "334 " : "+ ") + text + "\r\n";

    private static string Done(SandboxProtocol protocol) => protocol switch
    {
        SandboxProtocol.Smtp => "235 2.7.0 in\r\n",
        SandboxProtocol.Pop3 => "+OK in you are\r\n",
        _ => "A002 OK [CAPABILITY IMAP4rev1] in\r\n",
    };

    private static string Refused(SandboxProtocol protocol) => protocol switch
    {
        SandboxProtocol.Smtp => "535 5.7.8 not you\r\n",
        SandboxProtocol.Pop3 => "-ERR not you\r\n",
        _ => "A002 NO not you\r\n",
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
