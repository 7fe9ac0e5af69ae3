using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>Every class of reply at every stage around the transactions, whole, by line and by octet.</summary>
public class SmtpDialogueTableTests
{
    private const string Ehlo = "EHLO client.test\r\n";
    private const string Helo = "HELO client.test\r\n";
    private const string Auth = "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n";
    private const string Mail = "MAIL FROM:<a@x.test>\r\n";
    private const string Rcpt = "RCPT TO:<b@y.test>\r\n";

    /// <summary>Stage, the reply there (empty for the end of the connection), and the error that it leads to.</summary>
    private static readonly string[][] OpeningTable =
    [
        ["GREETING", "220 mail.test", ""],
        ["GREETING", "220-mail.test\r\n220 at your service", ""],
        ["GREETING", "220", ""],
        ["GREETING", "250 odd", "GreetingRejected"],
        ["GREETING", "354 odd", "GreetingRejected"],
        ["GREETING", "421 bye", "GreetingRejected"],
        ["GREETING", "450 later", "GreetingRejected"],
        ["GREETING", "554 no", "GreetingRejected"],
        ["GREETING", "+OK POP3", "ProtocolViolation"],
        ["GREETING", "220-mail.test\r\n221 bye", "ProtocolViolation"],
        ["GREETING", "", "ConnectionLost"],
        ["EHLO", "250 me", ""],
        ["EHLO", "251 odd", "CommandRejected"],
        ["EHLO", "354 odd", "CommandRejected"],
        ["EHLO", "421 bye", "ServerClosed"],
        ["EHLO", "450 later", "CommandRejected"],
        ["EHLO", "501 name", "CommandRejected"],
        ["EHLO", "504 name", "CommandRejected"],
        ["EHLO", "550 no", "CommandRejected"],
        ["EHLO", "garbage", "ProtocolViolation"],
        ["EHLO", "250-me\r\n550 no", "ProtocolViolation"],
        ["EHLO", "", "ConnectionLost"],
        ["HELO", "250 me", ""],
        ["HELO", "251 odd", "CommandRejected"],
        ["HELO", "354 odd", "CommandRejected"],
        ["HELO", "421 bye", "ServerClosed"],
        ["HELO", "450 later", "CommandRejected"],
        ["HELO", "500 what", "CommandRejected"],
        ["HELO", "550 no", "CommandRejected"],
        ["HELO", "garbage", "ProtocolViolation"],
        ["HELO", "250-me\r\n550 no", "ProtocolViolation"],
        ["HELO", "", "ConnectionLost"],
        // What follows 220 is the sandbox's part to test, since no script speaks TLS.
        ["STARTTLS", "250 odd", "TlsRequired"],
        ["STARTTLS", "354 odd", "TlsRequired"],
        ["STARTTLS", "421 bye", "ServerClosed"],
        ["STARTTLS", "454 not now", "TlsRequired"],
        ["STARTTLS", "502 what", "TlsRequired"],
        ["STARTTLS", "garbage", "ProtocolViolation"],
        ["STARTTLS", "220-go\r\n454 no", "ProtocolViolation"],
        ["STARTTLS", "", "ConnectionLost"],
        ["AUTH", "235 welcome", ""],
        ["AUTH", "250 odd", "AuthenticationFailed"],
        ["AUTH", "354 odd", "AuthenticationFailed"],
        ["AUTH", "421 bye", "ServerClosed"],
        ["AUTH", "454 not now", "AuthenticationFailed"],
        ["AUTH", "535 no", "AuthenticationFailed"],
        ["AUTH", "garbage", "ProtocolViolation"],
        ["AUTH", "235-welcome\r\n535 no", "ProtocolViolation"],
        ["AUTH", "", "ConnectionLost"],
    ];

    private static readonly string[][] ResetTable =
    [
        ["250 ok", ""],
        ["220 odd and fine", ""],
        ["354 odd", "ProtocolViolation"],
        ["421 bye", "ServerClosed"],
        ["450 later", "CommandRejected"],
        ["500 what", "CommandRejected"],
        ["garbage", "ProtocolViolation"],
        ["250-ok\r\n550 no", "ProtocolViolation"],
        ["", "ConnectionLost"],
    ];

    public static IEnumerable<object[]> OpeningRows => Deliveries.Times(OpeningTable.Cast<object[]>());

    public static IEnumerable<object[]> ResetRows => Deliveries.Times(ResetTable.Cast<object[]>());

    public static IEnumerable<object[]> QuitRows => Deliveries.Times(
        new[] { "221 bye", "221-bye\r\n221 now", "250 odd", "354 odd", "421 bye", "450 later", "500 what", "garbage", "221-bye\r\n500 no",
            "" }.Select(reply => (object[])[reply]));

    [Theory]
    [MemberData(nameof(OpeningRows))]
    public void A_reply_has_one_meaning_as_a_session_opens(Delivery delivery, string stage, string reply, string error)
    {
        var greeting = stage == "GREETING" ? End(reply) : "220 mail.test\r\n";
        var peer = new ScriptedPeer(delivery, greeting, [.. Opening(stage, reply)]);
        using var session = new SmtpSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        var account = new MailAccount("mail.test", 587, stage == "STARTTLS" ? TlsMode.StartTls : TlsMode.None,
            stage == "AUTH" ? new NetworkCredential("alice", "secret") : null)
        {
            AllowUnencryptedAuthentication = true,
        };

        Assert.Equal(error, ErrorOf(() => session.Begin(account, "client.test")));

        Assert.Equal(error.Length == 0 && stage == "AUTH" ? "PLAIN" : null, session.AuthenticationMechanism);
        Assert.Equal(stage == "AUTH" || (stage == "GREETING" && error.Length == 0), session.Capabilities.Pipelining);
        if (error is "ServerClosed" or "ProtocolViolation" or "ConnectionLost")
            Assert.True(peer.IsDisposed);
        if (stage != "GREETING")
            Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(ResetRows))]
    public void A_reply_to_RSET_leaves_a_session_that_is_in_step_or_none(Delivery delivery, string reply, string error)
    {
        var peer = new ScriptedPeer(delivery, "", ("RSET\r\n", End(reply)));
        using var session = new SmtpSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));

        Assert.Equal(error, ErrorOf(session.Reset));

        Assert.Equal(error.Length > 0, peer.IsDisposed);
    }

    /// <summary>
    /// RSET travels with the next envelope (RFC 2920 section 3.1). Whoever goes on after it was refused must not take other replies for its
    /// own.
    /// </summary>
    [Theory]
    [MemberData(nameof(ResetRows))]
    public void A_reply_to_RSET_means_the_same_at_the_head_of_a_group(Delivery delivery, string reply, string error)
    {
        var goesOn = reply.Length > 0 && !reply.StartsWith("421", System.StringComparison.Ordinal);
        var peer = new ScriptedPeer(delivery, "",
            (Ehlo, "250-me\r\n250 PIPELINING\r\n"),
            (Mail + Rcpt + "DATA\r\n", "250 ok\r\n550 who\r\n503 nobody\r\n"),
            ("RSET\r\n" + Mail + Rcpt + "DATA\r\n", End(reply) + (goesOn ? "250 ok\r\n250 ok\r\n354 go\r\n" : "")));
        using var session = new SmtpSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.Hello("client.test");
        var message = new SmtpMessage(Outbox.Raw(1, "x\r\n").Envelope, _ => { }, null);
        session.Open(new SmtpTransaction(message, message.Envelope.Recipients));
        var next = new SmtpTransaction(message, message.Envelope.Recipients);

        Assert.Equal(error, ErrorOf(() => session.Open(next)));

        Assert.Equal(error.Length == 0, next.IsOpen);
        Assert.Equal(error.Length > 0, peer.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(QuitRows))]
    public void Whatever_is_said_to_QUIT_the_session_is_over_in_peace(Delivery delivery, string reply)
    {
        var peer = new ScriptedPeer(delivery, "", ("QUIT\r\n", End(reply)));
        using var session = new SmtpSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));

        session.Quit();
        session.Quit();

        Assert.True(peer.IsFinished);
        Assert.True(peer.IsDisposed);
    }

    private static IEnumerable<(string, string)> Opening(string stage, string reply)
    {
        if (stage == "EHLO")
        {
            yield return (Ehlo, End(reply));
            yield break;
        }

        yield return (Ehlo,
            stage == "HELO" ? "502 what\r\n" : stage == "STARTTLS"
                ? "250-me\r\n250 STARTTLS\r\n"
                : "250-me\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n");
        if (stage == "HELO")
            yield return (Helo, End(reply));
        else if (stage == "STARTTLS")
            yield return ("STARTTLS\r\n", End(reply));
        else if (stage == "AUTH")
            yield return (Auth, End(reply));
    }

    private static string End(string reply) => reply.Length == 0 ? "" : reply + "\r\n";

    private static string ErrorOf(System.Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (MailException e)
        {
            return e.Error.Id;
        }
    }
}
