using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sasl;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>Every command against every kind of reply, whole, by line and by byte.</summary>
public class Pop3ReplyTableTests
{
    private const string Refused = "the command's own error";

    /// <summary>Each command: what goes out, what it does, the body behind a consent, and its error for a plain refusal.</summary>
    private static readonly Dictionary<string, (string Command, Action<Pop3Session> Run, string Consent, MailError Error)> Commands = new()
    {
        ["USER"] = ("USER user\r\nPASS word\r\n", session => session.Login(new NetworkCredential("user", "word")), "",
            MailErrors.AuthenticationFailed),
        ["PASS"] = ("PASS word\r\n", session => session.Login(new NetworkCredential("user", "word")), "", MailErrors.AuthenticationFailed),
        ["AUTH"] = ("AUTH PLAIN AHVzZXIAd29yZA==\r\n",
            session => session.Authenticate(new PlainMechanism(new NetworkCredential("user", "word"))), "",
            MailErrors.AuthenticationFailed),
        ["STAT"] = ("STAT\r\n", session => session.Stat(), " 2 320", MailErrors.CommandRejected),
        ["LIST"] = ("LIST\r\n", session => session.List(), "\r\n1 10\r\n.", MailErrors.CommandRejected),
        ["UIDL"] = ("UIDL\r\n", session => session.Uidl(), "\r\n1 a\r\n.", MailErrors.CommandRejected),
        ["TOP"] = ("TOP 1 0\r\n", session => session.Top(1, 0, Stream.Null), "\r\nA: b\r\n\r\n.", MailErrors.CommandRejected),
        ["RETR"] = ("RETR 1\r\n", session => session.Retrieve(1, Stream.Null), "\r\nA: b\r\n\r\nc\r\n.", MailErrors.MessageNotFound),
        ["DELE"] = ("DELE 1\r\n", session => session.Delete(1), "", MailErrors.CommandRejected),
        ["RSET"] = ("RSET\r\n", session => session.Reset(), "", MailErrors.CommandRejected),
        ["NOOP"] = ("NOOP\r\n", session => session.Noop(), "", MailErrors.CommandRejected),
        ["QUIT"] = ("QUIT\r\n", session => session.Quit(), "", MailErrors.DeleteNotCommitted),
    };

    /// <summary>Replies, in which {} stands for what the command has behind a consent, and what is made of them.</summary>
    private static readonly (string Reply, string Outcome)[] Replies =
    [
        ("+OK{}\r\n", "done"),
        ("+ok{}\r\n", "done"),
        ("+OK{}\n", "done"),
        ("-ERR\r\n", Refused),
        ("-ERR no\r\n", Refused),
        ("-err no\r\n", Refused),
        ("-ERR no\n", Refused),
        ("-ERR [unclosed\r\n", Refused),
        ("-ERR [mail.test] no\r\n", Refused),
        ("-ERR [XYZ/ABC] no\r\n", Refused),
        ("-ERR no [IN-USE]\r\n", Refused),
        ("-ERR [IN-USE] locked\r\n", "MaildropInUse"),
        ("-ERR [in-use]\r\n", "MaildropInUse"),
        ("-ERR [LOGIN-DELAY] wait\r\n", "LoginDelayed"),
        ("-ERR [AUTH] no\r\n", "AuthenticationFailed"),
        ("-ERR [SYS/TEMP] disk\r\n", "ServerTemporarilyUnable"),
        ("-ERR [SYS/PERM] gone\r\n", "ServerUnable"),
        ("+OKAY\r\n", "ProtocolViolation"),
        ("-ERROR\r\n", "ProtocolViolation"),
        ("OK\r\n", "ProtocolViolation"),
        ("250 OK\r\n", "ProtocolViolation"),
        ("* OK\r\n", "ProtocolViolation"),
        ("\r\n", "ProtocolViolation"),
        (" +OK\r\n", "ProtocolViolation"),
        ("\0\u0001\u007f\r\n", "ProtocolViolation"),
        ("+OK", "ConnectionLost"),
        ("-ERR no", "ConnectionLost"),
        ("+", "ConnectionLost"),
        ("", "ConnectionLost"),
    ];

    public static IEnumerable<object[]> Rows => Deliveries.Times(
        from command in Commands.Keys
        from reply in Replies
        select new object[] { command, reply.Reply, reply.Outcome });

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_reply_to_every_command_has_one_outcome(Delivery delivery, string verb, string reply, string outcome)
    {
        var (command, run, consent, error) = Commands[verb];
        var answer = reply.Replace("{}", consent, StringComparison.Ordinal);
        var peer = new AnsweringPeer(
            heard => command.StartsWith(heard + "\r\n", StringComparison.Ordinal) ? answer : "+OK\r\n",
            answer.EndsWith("\r\n", StringComparison.Ordinal) ? "+OK\r\n" : "+OK\n",
            delivery);
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();

        var actual = "done";
        MailException? failure = null;
        try
        {
            run(session);
        }
        catch (MailException e)
        {
            failure = e;
            actual = e.Error.Id;
        }

        Assert.Equal(outcome == Refused ? error.Id : outcome, actual);
        Assert.DoesNotContain(failure?.Message ?? "", char.IsControl);
        Assert.Equal(outcome is "ProtocolViolation" or "ConnectionLost" || verb == "QUIT", session.Connection.IsClosed);
        if (session.Connection.IsClosed)
            return;

        // The session goes on.
        if (verb == "NOOP")
            session.Reset();
        else
            session.Noop();
    }
}
