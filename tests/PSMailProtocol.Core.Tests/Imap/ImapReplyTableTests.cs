using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Imap;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Sasl;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Every command against every kind of completion, whole, by line and by byte.</summary>
public class ImapReplyTableTests
{
    private const string Refused = "the command's own error";
    private const string Said = "the command's own error for what it says";

    /// <summary>Each command: what it does, and its errors for a plain NO and for BAD; "done" where nothing hangs on it.</summary>
    private static readonly Dictionary<string, (Action<ImapSession> Run, string No, string Bad)> Commands = new()
    {
        ["CAPABILITY"] = (session => session.ReadCapabilities(), "done", "done"),
        ["LOGIN"] = (session => session.Login(new NetworkCredential("user", "word")), "AuthenticationFailed", "AuthenticationFailed"),
        ["AUTHENTICATE"] = (session => session.Authenticate(new PlainMechanism(new NetworkCredential("user", "word"))),
            "AuthenticationFailed", "AuthenticationFailed"),
        ["NOOP"] = (session => session.Noop(), "CommandRejected", "CommandRejected"),
        ["IDLE"] = (session => session.Run(new ImapIdleCommand()), "done", "done"),
        ["FETCH of UIDs"] = (session =>
            session.Run(new ImapUidsCommand("UID FETCH", "1:*", 9, () => session.Connection.LimitReached("SearchResults", 9))),
            "CommandRejected", "CommandRejected"),
        ["SELECT"] = (session => session.Select("a"), "MailboxNotFound", "CommandRejected"),
        ["EXAMINE"] = (session => session.Examine("a"), "MailboxNotFound", "CommandRejected"),
        ["UNSELECT"] = (session => session.Unselect(), "CommandRejected", "CommandRejected"),
        ["STATUS"] = (session => session.Status("a"), "MailboxNotFound", "CommandRejected"),
        ["LIST"] = (session => session.List("*"), "CommandRejected", "CommandRejected"),
        ["CREATE"] = (session => session.Create("a"), "CommandRejected", "CommandRejected"),
        ["CREATE with a use"] = (session => session.Create("a", "Sent"), "CommandRejected", "CommandRejected"),
        ["RENAME"] = (session => session.Rename("a", "b"), "CommandRejected", "CommandRejected"),
        ["DELETE"] = (session => session.Delete("a"), "CommandRejected", "CommandRejected"),
        ["APPEND"] = (session => session.Append("a", Message), "CommandRejected", "CommandRejected"),
        ["SUBSCRIBE"] = (session => session.Subscribe(["a"]), "done", "done"),
        ["NAMESPACE"] = (session => session.Namespaces(), "done", "done"),
        ["GETQUOTAROOT"] = (session => session.Quotas("a"), "CommandRejected", "CommandRejected"),
        ["SEARCH"] = (session => session.Search(new ImapSearchCriteria()), "CommandRejected", "CommandRejected"),
        ["FETCH"] = (session => Throw(session.FetchMessages([new ImapFetchedMessage { Uid = 7, Size = 5 }])), "MessageNotDelivered",
            "MessageNotDelivered"),
        ["FETCH sections"] = (session => Throw([session.FetchSections(7, ["1"])]), "MessageNotDelivered", "MessageNotDelivered"),
        ["STARTTLS"] = (session => session.StartTls(), "TlsRequired", "TlsRequired"),
        ["ID"] = (session => session.Run(new ImapIdCommand()), "done", "done"),
        ["ENABLE"] = (session => session.Run(new ImapEnableCommand("UTF8=ACCEPT")), "done", "done"),
        ["LOGOUT"] = (session => session.Logout(), "done", "done"),
    };

    /// <summary>Completions, in which {tag} is the tag and {other} another, and what is made of them.</summary>
    private static readonly (string Reply, string Outcome)[] Replies =
    [
        ("{tag} NO\r\n", Refused),
        ("{tag} no no\r\n", Refused),
        ("{tag} NO [ALERT] no\r\n", Refused),
        ("{tag} NO [unclosed\r\n", Refused),
        ("* NO warning\r\n* BAD warning\r\n{tag} NO no\r\n", Refused),
        ("{tag} NO [TRYCREATE] no\r\n", "MailboxNotFound"),
        ("{tag} BAD\r\n", "BAD"),
        ("{tag} BAD what\n", "BAD"),
        ("{tag} BAD [CLIENTBUG] what\r\n", "BAD"),
        ("{tag} NO [SERVERBUG] no\r\n", Said),
        ("{tag} NO [CLIENTBUG] no\r\n", Said),
        ("{tag} NO [CANNOT] no\r\n", Said),
        ("{tag} NO [NOPERM] no\r\n", Said),
        ("{tag} NO [CORRUPTION] no\r\n", Said),
        ("{tag} NO [HASCHILDREN] no\r\n", Said),
        ("{tag} NO [USEATTR] no\r\n", Said),
        ("{tag} NO [ALREADYEXISTS] no\r\n", "MailboxExists"),
        ("{tag} NO Mailbox already exists.\r\n", Refused),
        ("{tag} NO RENAME failed: File exists\r\n", Refused),
        ("{tag} NO [BADCHARSET (US-ASCII)] no\r\n", Said),
        ("{tag} NO [X-NEW 5 (a)] no\r\n", Said),
        ("{tag} NO [AUTHENTICATIONFAILED] no\r\n", "AuthenticationFailed"),
        ("{tag} NO [AUTHORIZATIONFAILED] no\r\n", "AuthenticationFailed"),
        ("{tag} NO [EXPIRED] no\r\n", "AuthenticationFailed"),
        ("{tag} NO [PRIVACYREQUIRED] no\r\n", "UnencryptedAuthenticationRefused"),
        ("{tag} NO [CONTACTADMIN] no\r\n", "ServerUnable"),
        ("{tag} NO [UNAVAILABLE] no\r\n", "ServerTemporarilyUnable"),
        ("{tag} NO [unavailable] no\r\n", "ServerTemporarilyUnable"),
        ("{tag} NO [INUSE] no\r\n", "MaildropInUse"),
        ("{tag} NO [LIMIT] no\r\n", "ServerLimitReached"),
        ("{tag} NO [OVERQUOTA] no\r\n", "QuotaExceeded"),
        ("{tag} NO [TOOBIG] no\r\n", "MessageTooLarge"),
        ("{tag} NO [NONEXISTENT] no\r\n", "MailboxNotFound"),
        ("{tag} NO too many connections\r\n", "TooManyConnections"),
        ("{tag} BAD User is authenticated but not connected.\r\n", "ServerUnable"),
        ("* BYE bye\r\n", "ServerClosed"),
        ("* BYE [UNAVAILABLE] bye\r\n", "ServerTemporarilyUnable"),
        ("{other} OK\r\n", "ProtocolViolation"),
        ("{tag}x NO\r\n", "ProtocolViolation"),
        ("{tag} MAYBE\r\n", "ProtocolViolation"),
        ("{tag} BYE\r\n", "ProtocolViolation"),
        ("{tag}\r\n", "ProtocolViolation"),
        ("-ERR no\r\n", "ProtocolViolation"),
        ("\0\u0001\u007f\r\n", "ProtocolViolation"),
        ("{tag} NO", "ConnectionLost"),
        ("* NO x\r\n{", "ConnectionLost"),
        ("", "ConnectionLost"),
    ];

    public static IEnumerable<object[]> Rows => Deliveries.Times(
        from command in Commands.Keys
        from reply in Replies
        select new object[] { command, reply.Reply, reply.Outcome });

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_completion_of_every_command_has_one_outcome(Delivery delivery, string name, string reply, string outcome)
    {
        var (run, no, bad) = Commands[name];
        var hasCommand = false;
        var peer = new AnsweringPeer(
            line =>
            {
                var tag = line.Split(' ')[0];
                if (tag == "A001")
                    return "* CAPABILITY IMAP4rev1 STARTTLS CREATE-SPECIAL-USE NAMESPACE QUOTA SASL-IR AUTH=PLAIN\r\nA001 OK\r\n";
                if (hasCommand)
                    return tag + " OK\r\n";
                hasCommand = true;
                return reply.Replace("{tag}", tag, StringComparison.Ordinal).Replace("{other}", "A001", StringComparison.Ordinal);
            },
            "",
            delivery);
        using var session = ImapFixture.Over(peer);
        session.ReadCapabilities();

        var actual = ImapFixture.OutcomeOf(() =>
        {
            run(session);
            return "done";
        });

        // NO with a code that is known to say something else than that there is no such mailbox.
        var isTaken = reply.Contains(" exists", StringComparison.Ordinal)
            && (name.StartsWith("CREATE", StringComparison.Ordinal) || name == "RENAME");
        var own = isTaken ? "MailboxExists" : no == "MailboxNotFound" && outcome == Said ? "CommandRejected"
            : name == "SEARCH" && reply.Contains("BADCHARSET", StringComparison.Ordinal) ? "SearchCharsetUnsupported" : no;
        var expected = outcome is Refused or Said ? own : outcome == "BAD"
            ? bad
            : reply.Contains("{tag} ", StringComparison.Ordinal) && no == "done"
                && (outcome is not "ProtocolViolation" and not "ConnectionLost") ? "done" : outcome;
        Assert.Equal(name == "LOGOUT" ? "done" : expected, actual);
        var isEnd = outcome is "ProtocolViolation" or "ConnectionLost" || reply.Contains("BYE", StringComparison.Ordinal);
        Assert.Equal(isEnd || name == "LOGOUT", session.Connection.IsClosed);
        if (!session.Connection.IsClosed)
            session.Noop();
    }

    private static ImapAppendContent Message =>
        ImapAppendContent.FromMail(PSMailProtocol.Messages.RawMail.FromBytes("Subject: s\r\n\r\n"u8.ToArray()));

    private static void Throw(IEnumerable<ImapFetchedMessage> messages)
    {
        if (messages.Single().Failure is { } failure)
            throw failure;
    }
}
