using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Each command with what it is answered: agreed, refused, called bad, and a goodbye in its place.</summary>
public class ImapCommandTests
{
    private static readonly Dictionary<string, (string Line, Func<ImapSession, string> Run)> Commands = new()
    {
        ["NOOP"] = ("NOOP", session => { session.Noop(); return ""; }),
        ["UNSELECT"] = ("UNSELECT", session => { session.Unselect(); return ""; }),
        ["SELECT"] = ("SELECT \"a\"", session => Show(session.Select("a"))),
        ["EXAMINE"] = ("EXAMINE \"&APw-\"", session => Show(session.Examine("\u00fc"))),
        ["STATUS"] = ("STATUS \"a\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)", session => Show(session.Status("a"))),
        ["LIST"] = ("LIST \"\" \"*\"", session => string.Join("; ", session.List("*").Select(Show))),
        ["SEARCH"] = ("UID SEARCH ALL", session => string.Join(' ', session.Search(new ImapSearchCriteria()))),
        ["CAPABILITY"] = ("CAPABILITY", session => { session.ReadCapabilities(); return string.Join(' ', session.Capabilities.Names); }),
        ["BINARY"] = ("UID FETCH 3 (UID BINARY.PEEK[1.2]<0.5>)", session => Show(session.FetchSections(3, ["1.2"], 5, decoded: true))),
        ["FETCH"] = ("UID FETCH 3 (UID BODY.PEEK[1.2] BODY.PEEK[2.MIME])", session => Show(session.FetchSections(3, ["1.2", "2.MIME"]))),
    };

    public static IEnumerable<object[]> Dialogues => Deliveries.Times(
    [
        ["NOOP", "* 5 EXISTS\r\n{tag} OK\r\n", ""],
        ["NOOP", "{tag} NO no\r\n", "CommandRejected"],
        ["NOOP", "{tag} BAD what\r\n", "CommandRejected"],
        ["NOOP", "* BYE bye\r\n", "ServerClosed"],
        ["NOOP", "* BAD what\r\n{tag} OK\r\n", ""],
        ["NOOP", "{tag} ok done\r\n", ""],
        ["NOOP", "{tag} MAYBE\r\n", "ProtocolViolation"],
        ["NOOP", "A999 OK\r\n", "ProtocolViolation"],
        ["UNSELECT", "{tag} OK\r\n", ""],
        ["UNSELECT", "{tag} BAD what\r\n", "CommandRejected"],
        ["SELECT",
            "* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 77] x\r\n* OK [UIDNEXT 12] x\r\n* OK [HIGHESTMODSEQ 9] x\r\n* 2 " +
            "EXPUNGE\r\n{tag} OK [READ-WRITE] x\r\n", "2 77 12 9 write"],
        ["SELECT", "* 3 exists\r\n{tag} OK [READ-ONLY] x\r\n", "3 0 0  read"],
        ["SELECT", "* OK [UIDVALIDITY x] x\r\n* NO [ALERT] x\r\n{tag} OK\r\n", "0 0 0  write"],
        ["SELECT", "{tag} NO no such\r\n", "MailboxNotFound"],
        ["EXAMINE", "* VANISHED (EARLIER) 1:5\r\n* 9 EXISTS\r\n* VANISHED 7,9\r\n{tag} OK\r\n", "7 0 0  read"],
        ["STATUS", "* STATUS \"a\" (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 7 X-NEW (1 2) SIZE 5000000000)\r\n{tag} OK\r\n",
            "a 3 1 9 7 5000000000"],
        ["STATUS", "* STATUS a (messages -1 unseen NIL)\r\n{tag} OK\r\n", "a     "],
        ["STATUS", "{tag} NO [NONEXISTENT] no\r\n", "MailboxNotFound"],
        ["STATUS", "{tag} BAD no\r\n", "CommandRejected"],
        ["LIST",
            "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Sent) \".\" \"a.&APw-\"\r\n* LIST (\\Noselect) NIL {3}\r\na b\r\n{tag} " +
            "OK\r\n", "INBOX / Inbox; a.\u00fc . Sent; (a b)  "],
        ["LIST", "* LIST () \"\\\\\" \"x\" (\"CHILDINFO\" (\"SUBSCRIBED\") X (1 (2)))\r\n{tag} OK\r\n", "x \\ [SUBSCRIBED]"],
        ["LIST", "* LIST (\\AllMail) \"/\" [Gmail]/a\tb\r\n* LIST () \"/\" NIL\r\n{tag} OK\r\n", "[Gmail]/a\tb / All; NIL / "],
        ["LIST", "{tag} OK\r\n", ""],
        ["LIST", "* LIST (\\Marked \"/\" x\r\n", "ProtocolViolation"],
        ["LIST", "{tag} NO no\r\n", "CommandRejected"],
        ["SEARCH", "* SEARCH 1\r\n{tag} NO no\r\n", "CommandRejected"],
        ["SEARCH", "{tag} BAD what\r\n", "CommandRejected"],
        ["SEARCH", "* SEARCH 99999999999999999999\r\n", "ProtocolViolation"],
        ["SEARCH", "* ESEARCH (TAG \"{tag}\") UID ALL 1:4294967295\r\n", "LimitExceeded"],
        ["CAPABILITY", "* CAPABILITY IMAP4rev1 X\r\n{tag} OK\r\n", "IMAP4rev1 X"],
        ["CAPABILITY", "{tag} BAD log in first\r\n", ""],
        ["FETCH", "* 2 FETCH (UID 3 BODY[1.2] {2}\r\nab BODY[2.MIME] NIL)\r\n{tag} OK\r\n", "BODY[1.2]=2 BODY[2.MIME]="],
        ["FETCH", "* 2 FETCH (UID 3 BODY[1.2] {2}\r\nab)\r\n* 2 FETCH (UID 3 BODY[2.MIME] \"\")\r\n{tag} OK\r\n",
            "BODY[1.2]=2 BODY[2.MIME]=0"],
        ["FETCH", "* 2 FETCH (UID 3 BODY[1.2] {2}\r\nab)\r\n{tag} OK\r\n", "MessageNotDelivered"],
        ["FETCH", "{tag} OK\r\n", "UidNotFound"],
        ["BINARY", "* 2 FETCH (UID 3 BINARY[1.2]<0> ~{5}\r\n\0\r\n\0x)\r\n{tag} OK\r\n", "BINARY[1.2]<0>=5"],
        ["BINARY", "{tag} NO [UNKNOWN-CTE] what\r\n", "MessageNotDelivered"],
    ]);

    [Theory]
    [MemberData(nameof(Dialogues))]
    public void A_command_has_its_answer_or_a_failure_with_a_name(Delivery delivery, string command, string answer, string expected)
    {
        var (line, run) = Commands[command];
        var peer = new ScriptedPeer(delivery, "", ($"A001 {line}\r\n", answer.Replace("{tag}", "A001", StringComparison.Ordinal)));
        using var session = ImapFixture.Over(peer);

        string result;
        try
        {
            result = run(session);
        }
        catch (MailException e)
        {
            result = e.Error.Id;
        }

        Assert.Equal(expected, result);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void What_is_offered_is_used(Delivery delivery)
    {
        const string Offer =
            "IMAP4rev1 LITERAL+ ENABLE UTF8=ACCEPT ID NAMESPACE QUOTA ESEARCH CONDSTORE STATUS=SIZE SPECIAL-USE LIST-EXTENDED " +
            "LIST-STATUS PREVIEW X-GM-EXT-1";
        var peer = new ScriptedPeer(delivery, $"* OK [CAPABILITY {Offer}] hi\r\n",
            ("A001 LOGIN \"user\" \"secret\"\r\n", $"A001 OK [CAPABILITY {Offer}] in\r\n"),
            ("A002 ID (\"name\" \"PSMailProtocol\" \"version\" \"0.1.0\")\r\nA003 ENABLE UTF8=ACCEPT\r\n",
                "* ID (\"name\" \"x\" \"os\" NIL)\r\nA002 OK\r\n* ENABLED UTF8=ACCEPT\r\nA003 OK\r\n"),
            ("A004 NAMESPACE\r\n", "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X\" (\"y\"))) NIL ((\"Public.\" \".\"))\r\nA004 OK\r\n"),
            ("A005 LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE HIGHESTMODSEQ))\r\n",
                "* LIST (\\Drafts) \"/\" \"\u00c3\u00bc\"\r\n* STATUS \"\u00c3\u00bc\" (MESSAGES 3 SIZE 9)\r\nA005 OK\r\n"),
            ("A006 GETQUOTAROOT \"\u00c3\u00bc\"\r\n",
                "* QUOTAROOT \"\u00c3\u00bc\" \"\"\r\n* QUOTA \"\" (STORAGE 10 512 MESSAGE 2 x)\r\nA006 OK\r\n"),
            ("A007 EXAMINE \"\u00c3\u00bc\"\r\n", "A007 OK\r\n"),
            ("A008 UID SEARCH RETURN (ALL) SUBJECT \"\u00c3\u00bc\"\r\n", "* ESEARCH (TAG \"A008\") UID ALL 4\r\nA008 OK\r\n"),
            ("A009 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE MODSEQ X-GM-LABELS X-GM-MSGID X-GM-THRID)\r\n",
                "* 1 FETCH (UID 4 RFC822.SIZE 9 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL))\r\nA009 OK\r\n"),
            ("A010 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE MODSEQ PREVIEW X-GM-LABELS X-GM-MSGID X-GM-THRID BODYSTRUCTURE " +
                "BODY.PEEK[HEADER])\r\n",
                "* 1 FETCH (UID 4 PREVIEW \"hi\" BODY[HEADER] {2}\r\n\r\n)\r\nA010 OK\r\n"),
            ("A011 LOGOUT\r\n", "* BYE bye\r\nA011 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        session.Begin(ImapFixture.Account());

        Assert.Equal("x", session.ServerId!.Fields[0].Value);
        Assert.Equal(["#mh/", "Public."], session.Namespaces()! is var spaces ? [spaces.Personal[1].Prefix, spaces.Shared[0].Prefix] : []);
        var entry = Assert.Single(session.List("*", withStatus: true));
        Assert.Equal("\u00fc Drafts 3 9", $"{entry.Name} {entry.SpecialUse} {entry.Status!.Messages} {entry.Status.Size}");
        Assert.Equal(new ImapQuotaResource("STORAGE", 10, 512), Assert.Single(Assert.Single(session.Quotas("\u00fc")).Resources));
        session.Examine("\u00fc");
        Assert.Equal([4], session.Search(new ImapSearchCriteria { Subject = ["\u00fc"] }));
        Assert.Equal(9, Assert.Single(session.FetchEnvelopes([4], hasModSeq: true)).Size);
        Assert.Equal("hi", Assert.Single(session.FetchHeaders([4])).Preview);
        session.Logout();
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_server_that_knows_no_CAPABILITY_before_the_login_is_logged_in_to(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "* OK hi\r\n",
            ("A001 CAPABILITY\r\n", "A001 BAD log in first\r\n"),
            ("A002 LOGIN \"user\" \"secret\"\r\n", "A002 OK in\r\n"),
            ("A003 CAPABILITY\r\n", "* CAPABILITY IMAP4 ID\r\nA003 OK\r\n"),
            ("A004 ID (\"name\" \"PSMailProtocol\" \"version\" \"0.1.0\")\r\n", "A004 BAD no\r\n"));
        using var session = ImapFixture.Over(peer);

        session.Begin(ImapFixture.Account());

        Assert.True(session.Capabilities.Has("IMAP4"));
        Assert.Null(session.ServerId);
    }

    public static IEnumerable<object[]> Literals => Deliveries.Times(
    [
        ["LITERAL+", 5000, "{5000+}"],
        ["LITERAL-", 4096, "{4096+}"],
        ["LITERAL-", 4097, "{4097}"],
        ["IMAP4rev2", 4096, "{4096+}"],
        ["IMAP4rev1", 2000, "{2000}"],
        ["IMAP4rev1", 1024, "\""],
    ]);

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_literal_waits_for_leave_unless_it_need_not(Delivery delivery, string offer, int length, string mark)
    {
        var text = new string('x', length);
        var search = "A002 UID SEARCH " + (offer == "IMAP4rev2" ? "RETURN (ALL) " : "") + "TEXT ";
        (string, string)[] steps = mark switch
        {
            "\"" => [(search + $"\"{text}\"\r\n", "A002 OK\r\n")],
            var asks when asks.EndsWith("+}", StringComparison.Ordinal) => [(search + mark + "\r\n" + text + "\r\n", "A002 OK\r\n")],
            _ => [(search + mark + "\r\n", "+ go\r\n"), (text + "\r\n", "A002 OK\r\n")],
        };
        var peer = new ScriptedPeer(delivery, "", [("A001 CAPABILITY\r\n", $"* CAPABILITY {offer}\r\nA001 OK\r\n"), .. steps]);
        using var session = ImapFixture.Over(peer);
        session.ReadCapabilities();

        Assert.Empty(session.Search(new ImapSearchCriteria { Text = [text] }));
        Assert.True(peer.IsFinished);
    }

    public static IEnumerable<object[]> NoAtoms => Deliveries.Times(
    [
        ["a b"],
        ["a)"],
        [""],
        ["a\""],
        ["\u00fc"],
        ["a\r\nA002 LOGOUT"],
    ]);

    [Theory]
    [MemberData(nameof(NoAtoms))]
    public void What_is_no_atom_is_refused_where_one_has_to_be(Delivery delivery, string keyword)
    {
        var peer = new ScriptedPeer(delivery, "");
        using var session = ImapFixture.Over(peer);

        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Keywords = [keyword] })).Error);
        Assert.Empty(peer.Transcript);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void All_criteria_are_written_as_the_grammar_has_them(Delivery delivery)
    {
        var day = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        var peer = new ScriptedPeer(delivery, "", (
            "A001 UID SEARCH NOT DELETED SINCE 1-Feb-2026 BEFORE 2-Feb-2026 SENTSINCE 1-Feb-2026 SENTBEFORE 2-Feb-2026 UNSEEN FLAGGED " +
            "UNANSWERED UNDRAFT UNDELETED LARGER 1 SMALLER 9 MODSEQ 6 "
            +
            "KEYWORD $x FROM \"a\" TO \"b\" CC \"c\" SUBJECT \"d\" BODY \"e\" TEXT \"f\" HEADER \"X-Y\" \"\" X-GM-RAW " +
            "\"has:attachment\"\r\n", "A001 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        Assert.Empty(session.Search(new ImapSearchCriteria
        {
            Raw = "NOT DELETED", Since = day, Before = day.AddDays(1), SentSince = day, SentBefore = day.AddDays(1), Seen = false,
            Flagged = true, Answered = false, Draft = false,
            Deleted = false, LargerThan = 1, SmallerThan = 9, ChangedSince = 5, Keywords = ["$x"], From = ["a"], To = ["b"], Cc = ["c"],
            Subject = ["d"], Body = ["e"], Text = ["f"],
            Header = [new("X-Y", "")], GmailQuery = "has:attachment",
        }));
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void The_state_of_the_mailbox_hears_everything_whatever_runs()
    {
        var peer = new ScriptedPeer(Delivery.ByByte, "",
            ("A001 SELECT \"a\"\r\n", "* 5 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nA001 OK\r\n"),
            ("A002 NOOP\r\n", "* 6 EXISTS\r\n* 1 EXPUNGE\r\n* VANISHED 3:4\r\nA002 OK\r\n"),
            ("A003 UID SEARCH ALL\r\n", "* 1 EXPUNGE\r\n* SEARCH 9\r\n* OK [UIDNEXT 10] x\r\nA003 OK\r\n"),
            ("A004 SELECT \"b\"\r\n", "A004 NO none\r\n"));
        using var session = ImapFixture.Over(peer);

        session.Select("a");
        Assert.Equal(5, session.Mailbox!.Exists);
        session.Noop();
        Assert.Equal(3, session.Mailbox.Exists);
        session.Search(new ImapSearchCriteria());
        Assert.Equal(new ImapMailbox("a", 2, 7, 10, false), session.Mailbox);
        Assert.Throws<ImapStatusException>(() => session.Select("b"));
        Assert.Null(session.Mailbox);
    }

    private static string Show(ImapMailbox mailbox) =>
        $"{mailbox.Exists} {mailbox.UidValidity} {mailbox.UidNext} {mailbox.HighestModSeq} {(mailbox.IsReadOnly ? "read" : "write")}";

    private static string Show(ImapMailboxStatus status) =>
        $"{status.Name} {status.Messages} {status.Unseen} {status.UidNext} {status.UidValidity} {status.Size}";

    private static string Show(ImapMailboxEntry entry) =>
        $"{(entry.IsSelectable ? entry.Name : $"({entry.Name})")} {entry.Delimiter} {entry.SpecialUse}{(entry.ChildInfo.Count > 0 ? $"[{string.Join(' ', entry.ChildInfo)}]" : "")}";

    private static string Show(ImapFetchedMessage message) => message.Failure is { } failure
        ? failure.Error.Id
        : string.Join(' ', message.Sections.Select(section => $"{section.Name}={section.Content?.Length}"));
}
