using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>
/// Servers that were met, each from its greeting to the goodbye: what is read of two messages, or which error says why not.
/// </summary>
public class ImapCaseTests
{
    private const string Date = "INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\"";
    private const string One = "* 1 FETCH (UID 7 FLAGS (\\Seen) " + Date + " RFC822.SIZE 40 BODY[] {8}\r\nbody 7\r\n)\r\n";
    private const string Two = "* 2 FETCH (UID 11 FLAGS (\\Seen) " + Date + " RFC822.SIZE 40 BODY[] {9}\r\nbody 11\r\n)\r\n";
    private const string Facts = "* 1 FETCH (UID 7 FLAGS () " + Date + " RFC822.SIZE 40)\r\n* 2 FETCH (UID 11 FLAGS () " + Date +
        " RFC822.SIZE 40)\r\n";
    private const string Both = "7:body 7 11:body 11";

    private static readonly ImapSearchCriteria All = new();
    private static readonly ImapSearchCriteria Umlaut = new() { Subject = ["B\u00fccher"] };

    /// <summary>What a server answers by default, behind the words that the command begins with.</summary>
    private static readonly (string Command, string Answer)[] Usual =
    [
        ("CAPABILITY", "* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
        ("EXAMINE", "* 2 EXISTS\r\n* OK [UIDVALIDITY 77] ok\r\n{tag} OK [READ-ONLY] done\r\n"),
        ("UID SEARCH", "* SEARCH 7 11\r\n{tag} OK done\r\n"),
        ("UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY", One + Two + "{tag} OK done\r\n"),
        ("UID FETCH 7,11 (UID RFC822.SIZE)", Facts + "{tag} OK done\r\n"),
        ("LOGOUT", "* BYE bye\r\n{tag} OK\r\n"),
        ("", "{tag} OK\r\n"),
    ];

    /// <summary>The server, what is sought there, how its answers differ (command and answer in turn), and what comes of it.</summary>
    public static IEnumerable<object[]> Servers => Deliveries.Times(
    [
        ["all is well", All, Array.Empty<string>(), Both],
        ["NO for one of them", All,
            new[] { "UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY", One + "{tag} NO [SERVERBUG] some\r\n", "UID FETCH 11 ",
                "{tag} NO [SERVERBUG] it\r\n" }, "7:body 7 11!MessageNotDelivered"],
        ["ESEARCH alone, since it is IMAP4rev2", All,
            new[] { "CAPABILITY", "* CAPABILITY IMAP4rev2\r\n{tag} OK\r\n", "UID SEARCH",
                "* ESEARCH (TAG \"{tag}\") UID ALL 7,11\r\n{tag} OK\r\n" }, Both],
        ["the literal is never taken", Umlaut, new[] { "UID SEARCH", "* SEARCH 7 11\r\n{tag} OK\r\n" }, "ProtocolViolation"],
        ["no charset", Umlaut, new[] { "UID SEARCH", "{tag} NO [BADCHARSET (US-ASCII)] no\r\n" }, "SearchCharsetUnsupported"],
        ["ID is wanted first and was not offered", All,
            new[] { "EXAMINE", "{tag} NO EXAMINE Unsafe Login. Please contact the help desk\r\n" }, "CommandRejected"],
        ["BAD to EXAMINE", All, new[] { "EXAMINE", "{tag} BAD Command Argument Error. 12\r\n" }, "CommandRejected"],
        ["a zone with its name", All,
            new[] { "UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY",
                (One + Two + "{tag} OK\r\n").Replace("+0100", "+0100 CET", StringComparison.Ordinal) }, Both],
        ["NIL for content", All,
            new[] { "UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY",
                One + "* 2 FETCH (UID 11 FLAGS () RFC822.SIZE 0 BODY[] NIL)\r\n{tag} OK\r\n" }, "7:body 7 11!MessageNotDelivered"],
        ["gone in between", new ImapSearchCriteria { Uids = [7, 11] },
            new[] { "UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY", "* 2 EXPUNGE\r\n" + One + "{tag} OK\r\n",
                "UID FETCH 7,11 (UID)", Facts + "{tag} OK\r\n" }, "7:body 7 11!UidNotFound"],
        ["not connected", All, new[] { "EXAMINE", "{tag} BAD User is authenticated but not connected.\r\n" }, "ServerUnable"],
        ["too many connections", All, new[] { "LOGIN", "{tag} NO [ALERT] Too many simultaneous connections. (Failure)\r\n" },
            "TooManyConnections"],
        ["no UID in the answers", All,
            new[] { "UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY",
                "* 1 FETCH (BODY[] \"x\")\r\n* 2 FETCH (BODY[] \"y\")\r\n{tag} OK\r\n" }, "7!MessageNotDelivered 11!MessageNotDelivered"],
        ["sizes that are none", All,
            new[] { "UID FETCH 7,11 (UID RFC822.SIZE)", Facts.Replace("40", "-1", StringComparison.Ordinal) + "{tag} OK\r\n" }, Both],
        ["UIDs sought as numbers", new ImapSearchCriteria { Uids = [11] },
            new[] { "UID SEARCH", "* SEARCH 20\r\n{tag} OK\r\n", "UID FETCH 11 (UID)", "* 2 FETCH (UID 11)\r\n{tag} OK\r\n",
                "UID FETCH 11 (UID RFC822.SIZE)", "* 2 FETCH (UID 11 RFC822.SIZE 40)\r\n{tag} OK\r\n", "UID FETCH 11 ",
                Two + "{tag} OK\r\n" }, "11:body 11"],
        ["offers what it cannot do", All,
            new[] { "CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 AUTH=PLAIN\r\n{tag} OK\r\n", "AUTHENTICATE SCRAM",
                "{tag} NO AUTHENTICATE SCRAM-SHA-256 authentication failed\r\n" }, "AuthenticationFailed"],
        ["words beyond ASCII, without a literal's leave", new ImapSearchCriteria { Raw = "SUBJECT \"\u00fcber\"" },
            new[] { "CAPABILITY", "* CAPABILITY IMAP4rev1 LITERAL+\r\n{tag} OK\r\n", "\u00c3\u00bcber", "{tag} OK\r\n",
                "UID SEARCH CHARSET UTF-8 SUBJECT {5+}", "* SEARCH 7 11\r\n" }, Both],
    ]);

    [Theory]
    [MemberData(nameof(Servers))]
    public void It_is_read_or_says_why_not(Delivery delivery, string server, object sought, string[] answers, string expected)
    {
        Assert.NotEmpty(server);
        var lastTag = "";
        var peer = new AnsweringPeer(
            line =>
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                var command = line.StartsWith('A') && space > 0 ? line[(space + 1)..] : line;
                lastTag = line.StartsWith('A') && space > 0 ? line[..space] : lastTag;
                var own = Enumerable.Range(0, answers.Length / 2)
                    .FirstOrDefault(i => command.StartsWith(answers[2 * i], StringComparison.Ordinal), -1);
                var answer = own >= 0
                    ? answers[(2 * own) + 1]
                    : Usual.First(usual => command.StartsWith(usual.Command, StringComparison.Ordinal)).Answer;
                return answer.Replace("{tag}", lastTag, StringComparison.Ordinal);
            },
            "* OK ready\r\n",
            delivery);
        using var session = ImapFixture.Over(peer);

        var actual = ImapFixture.OutcomeOf(() =>
        {
            session.Begin(ImapFixture.Account());
            session.Examine("INBOX");
            var found = ((ImapSearchCriteria)sought).Uids is { } uids ? uids : session.Search((ImapSearchCriteria)sought);
            var messages = session.FetchMessages(found).OrderBy(message => message.Uid).ToList();
            Assert.All(messages.Where(message => message.Mail is not null),
                message => Assert.Equal(TimeSpan.FromHours(1), message.InternalDate!.Value.Offset));
            session.Logout();
            return string.Join(' ', messages.Select(ImapFixture.Show));
        });

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_search_that_finds_400000_and_one_for_2500_by_UID_are_read(Delivery delivery)
    {
        var found = new List<long> { 7, 11 };
        var count = delivery == Delivery.ByByte ? 20_000 : 400_000;
        var peer = new AnsweringPeer(
            line => line.Contains("SEARCH", StringComparison.Ordinal)
                ? $"* SEARCH 7 11 {string.Join(' ', Enumerable.Range(1_000_000, count - 2))}\r\n{line.Split(' ')[0]} OK\r\n"
                : One + Two + $"{line.Split(' ')[0]} OK\r\n",
            "",
            delivery);
        using var session = ImapFixture.Over(peer);

        Assert.Equal(count, session.Search(All).Count);
        Assert.Equal("7:body 7 11:body 11",
            string.Join(' ', session.FetchHeaders(found).Select(ImapFixture.Show))
                .Replace("!MessageNotDelivered", "", StringComparison.Ordinal));
        var odd = Enumerable.Range(0, 2500).Select(i => (2L * i) + 1).ToList();
        var headers = session.FetchHeaders(odd).ToList();
        Assert.Equal(odd, headers.Select(message => message.Uid).Order());
        Assert.Equal([7, 11], headers.Where(message => message.Failure is null).Select(message => message.Uid).Order());
        Assert.All(peer.Heard, line => Assert.InRange(line.Length, 1, 8000));
    }

    [Fact]
    public void A_refused_login_tells_what_else_is_offered()
    {
        using var session =
            ImapFixture.Over(new ScriptedPeer(Delivery.Whole, "* OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5 AUTH=PLAIN AUTH=X] hi\r\n",
                ("A001 AUTHENTICATE CRAM-MD5\r\n", "A001 NO no\r\n")));

        var failure = Assert.Throws<ImapStatusException>(() => session.Begin(ImapFixture.Account()));

        Assert.Equal("CRAM-MD5", failure.Mechanism);
        Assert.Equal(["LOGIN", "PLAIN", "X"], failure.OtherMechanisms!.Order(StringComparer.Ordinal));
    }
}
