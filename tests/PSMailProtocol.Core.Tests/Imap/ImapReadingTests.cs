using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Servers that do not give out what they were asked for: each message comes, or is a failure with its UID.</summary>
public class ImapReadingTests
{
    private const string One = "* 1 FETCH (UID 7 FLAGS (\\Seen) RFC822.SIZE 40 BODY[] {5}\r\none\r\n)\r\n";
    private const string Two = "* 2 FETCH (UID 11 FLAGS () RFC822.SIZE 40 BODY[] {5}\r\ntwo\r\n)\r\n";
    private const string Facts = "* 1 FETCH (UID 7 FLAGS () RFC822.SIZE 40)\r\n* 2 FETCH (UID 11 FLAGS () RFC822.SIZE 40)\r\n";

    private const string NoEnvelope = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";

    /// <summary>What the server says to the fetch of facts, of both messages, and of each alone, and what comes of it.</summary>
    public static IEnumerable<object[]> Servers => Deliveries.Times(
    [
        ["all is well", Facts, One + Two + "{tag} OK\r\n", "", "7:one 11:two"],
        ["NO in the middle", Facts, One + "{tag} NO [SERVERBUG] some could not be fetched\r\n",
            "{tag} NO [SERVERBUG] it could not be fetched\r\n", "7:one 11!MessageNotDelivered"],
        ["NO in the middle and the rest comes singly", Facts, One + "{tag} NO some could not be fetched\r\n", Two + "{tag} OK\r\n",
            "7:one 11:two"],
        ["BAD for all", Facts, "{tag} BAD too many\r\n", Two + "{tag} OK\r\n", "7!UidNotFound 11:two"],
        ["BYE in the middle", Facts, One + "* BYE going down\r\n", "", "7:one 11!ServerClosed"],
        ["BYE with a cause", Facts, One + "* BYE [UNAVAILABLE] going down\r\n", "", "7:one 11!ServerTemporarilyUnable"],
        ["gone in the middle", Facts, One, "", "7:one 11!ConnectionLost"],
        ["gone inside a message", Facts, One + "* 2 FETCH (UID 11 BODY[] {50}\r\ntwo", "", "7:one 11!ConnectionLost"],
        ["a literal shorter than announced", Facts, One + "* 2 FETCH (UID 11 BODY[] {10}\r\ntwo\r\n)\r\n{tag} OK\r\n", "",
            "7:one 11!ProtocolViolation"],
        ["NIL in the place of content", Facts, One + "* 2 FETCH (UID 11 FLAGS () RFC822.SIZE 0 BODY[] NIL)\r\n{tag} OK\r\n", "",
            "7:one 11!MessageNotDelivered"],
        ["gone since the search", Facts, "* 2 EXPUNGE\r\n" + One + "{tag} OK\r\n", "", "7:one 11!UidNotFound"],
        ["gone before the facts", "* 1 FETCH (UID 7 FLAGS () RFC822.SIZE 40)\r\n", "", One + "{tag} OK\r\n", "7:one 11!UidNotFound"],
        ["no UID in the answer", Facts, "* 1 FETCH (FLAGS () BODY[] \"one\")\r\n* 2 FETCH (BODY[] \"two\")\r\n{tag} OK\r\n", "",
            "7!MessageNotDelivered 11!MessageNotDelivered"],
        ["beyond the cap", Facts, "* 1 FETCH (UID 7 BODY[] {101}\r\n" + new string('x', 101) + ")\r\n" + Two + "{tag} OK\r\n", "",
            "7!LimitExceeded 11:two"],
        ["far beyond the cap", Facts, One + "* 2 FETCH (UID 11 BODY[] {99999}\r\n", "", "7:one 11!LimitExceeded"],
        ["a size of -1", Facts.Replace("40", "-1", StringComparison.Ordinal), One + Two + "{tag} OK\r\n", "", "7:one 11:two"],
        ["a size of NIL", Facts.Replace("40", "NIL", StringComparison.Ordinal), One + Two + "{tag} OK\r\n", "", "7:one 11:two"],
        ["empty lines and spaces", "\r\n" + Facts + "\r\n\r\n",
            "\r\n*  1  FETCH  ( UID 7  BODY[]  {5}\r\none\r\n )\r\n\r\n" + Two + "\r\n{tag} OK\r\n", "", "7:one 11:two"],
        ["another message in between", Facts,
            "* 9 FETCH (UID 99 BODY[] \"no\")\r\n" + One + "* 2 FETCH (FLAGS (\\Seen))\r\n" + Two + "{tag} OK\r\n", "", "7:one 11:two"],
        ["in pieces", Facts, "* 1 FETCH (UID 7 FLAGS ())\r\n* 1 FETCH (UID 7 BODY[] \"one\")\r\n" + Two + "{tag} OK\r\n", "",
            "7:one 11:two"],
    ]);

    [Theory]
    [MemberData(nameof(Servers))]
    public void Every_message_comes_or_is_named(Delivery delivery, string server, string facts, string both, string single, string expected)
    {
        var peer = new AnsweringPeer(
            line => (!line.Contains("BODY.PEEK[]", StringComparison.Ordinal)
                ? facts + "{tag} OK\r\n"
                : line.Contains("FETCH 7,11 ", StringComparison.Ordinal) ? both : single)
                .Replace("{tag}", line.Split(' ')[0], StringComparison.Ordinal),
            "",
            delivery);
        using var session = ImapFixture.Over(peer, new MailConnectionLimits { MessageSize = 100 });

        var messages = session.FetchMessages([7, 11]).OrderBy(message => message.Uid).ToList();

        Assert.NotEmpty(server);
        Assert.Equal(expected,
            string.Join(' ',
                messages.Select(
                    message => message.Mail is null
                        ? $"{message.Uid}!{message.Failure!.Error.Id}"
                        : $"{message.Uid}:{message.Mail.Text().TrimEnd()}")));
    }

    public static IEnumerable<object[]> Refusals => Deliveries.Times(
    [
        ["A001 BAD Command Argument Error. 12\r\n", "CommandRejected"],
        ["A001 BAD User is authenticated but not connected.\r\n", "ServerUnable"],
        ["A001 NO [ALERT] Too many simultaneous connections. (Failure)\r\n", "TooManyConnections"],
        ["A001 NO [LIMIT] enough\r\n", "ServerLimitReached"],
        ["A001 NO [OVERQUOTA] full\r\n", "QuotaExceeded"],
        ["A001 NO [UNAVAILABLE] later\r\n", "ServerTemporarilyUnable"],
        ["A001 NO [INUSE] locked\r\n", "MaildropInUse"],
        ["A001 NO [SERVERBUG] oops\r\n", "CommandRejected"],
        ["A001 NO [NOPERM] not yours\r\n", "CommandRejected"],
        ["A001 NO EXAMINE Unsafe Login. Please contact the help desk\r\n", "CommandRejected"],
        ["A001 NO [NONEXISTENT] who\r\n", "MailboxNotFound"],
        ["A001 NO [TRYCREATE] who\r\n", "MailboxNotFound"],
        ["A001 NO no such mailbox\r\n", "MailboxNotFound"],
        ["* BYE closing\r\n", "ServerClosed"],
    ]);

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_mailbox_that_is_not_opened_says_why(Delivery delivery, string answer, string error)
    {
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, "", ("A001 EXAMINE \"x\"\r\n", answer)));

        Assert.Equal(error, Assert.Throws<ImapStatusException>(() => session.Examine("x")).Error.Id);
        Assert.Null(session.Mailbox);
    }

    public static IEnumerable<object[]> Searches => Deliveries.Times(
    [
        ["* SEARCH 11 7\r\n", "7 11"],
        ["* SEARCH 7 11 \r\n", "7 11"],
        ["* SEARCH 7\r\n* SEARCH 11\r\n", "7 11"],
        ["* SEARCH 7 11 (MODSEQ 917)\r\n", "7 11"],
        ["* ESEARCH (TAG \"A001\") UID ALL 7,11\r\n", "7 11"],
        ["* ESEARCH (TAG \"A001\") UID COUNT 3 ALL 7:8,11 MODSEQ 5\r\n", "7 8 11"],
        ["* ESEARCH (TAG \"A000\") UID ALL 1:3\r\n* SEARCH 7\r\n", "7"],
        ["* ESEARCH UID ALL 11:7\r\n", "7 8 9 10 11"],
        ["* ESEARCH (TAG \"A001\") UID\r\n", ""],
        ["* SEARCH\r\n", ""],
        ["", ""],
    ]);

    [Theory]
    [MemberData(nameof(Searches))]
    public void What_a_search_finds_is_read_in_every_form(Delivery delivery, string answer, string expected)
    {
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, "", ("A001 UID SEARCH ALL\r\n", answer + "A001 OK done\r\n")));

        Assert.Equal(expected, string.Join(' ', session.Search(new ImapSearchCriteria())));
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_search_that_counts_messages_and_names_none_is_not_an_empty_one(Delivery delivery)
    {
        using var session =
            ImapFixture.Over(new ScriptedPeer(delivery, "",
                ("A001 UID SEARCH ALL\r\n", "* ESEARCH (TAG \"A001\") UID COUNT 3\r\nA001 OK done\r\n")));

        Assert.Same(MailErrors.ProtocolViolation, Assert.Throws<MailException>(() => session.Search(new ImapSearchCriteria())).Error);
    }

    /// <summary>GNU Mailutils gives nothing of a range that begins with a message that is gone.</summary>
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void What_does_not_come_of_a_range_is_asked_for_once_more_without_one(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 12:14,66 (UID)\r\n", "* 9 FETCH (UID 66)\r\nA001 OK done\r\n"),
            ("A002 UID FETCH 12,13,14 (UID)\r\n", "* 7 FETCH (UID 13)\r\n* 8 FETCH (UID 14)\r\nA002 OK done\r\n"));
        using var session = ImapFixture.Over(peer);

        var fetched = session.Fetch([12, 13, 14, 66], "UID").ToDictionary(message => message.Uid, message => message.Failure?.Error);

        Assert.Equal(["12 UidNotFound", "13 ", "14 ", "66 "], fetched.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"));
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_structure_that_is_refused_costs_no_header(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER])\r\n", "A001 NO cannot parse\r\n"),
            ("A002 UID FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])\r\n",
                "* 1 FETCH (UID 1 BODY[HEADER] {4}\r\n\r\n\r\n)\r\nA002 OK done\r\n"));
        using var session = ImapFixture.Over(peer);

        var fetched = Assert.Single(session.FetchHeaders([1]));

        Assert.Null(fetched.Failure);
        Assert.Equal(4, fetched.Mail!.Length);
        Assert.Null(fetched.Structure);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Contents_that_nobody_asked_for_do_not_fill_the_disk(Delivery delivery)
    {
        const string Unasked = "BODY[1] {40}\r\n0123456789012345678901234567890123456789";
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 1 (UID BODY.PEEK[2])\r\n",
                $"* 1 FETCH (UID 1 {Unasked} {Unasked} {Unasked} BODY[2] {{2}}\r\nhi)\r\nA001 OK done\r\n"));
        using var session = ImapFixture.Over(peer, new MailConnectionLimits { MessageSize = 100 });

        var fetched = session.FetchSections(1, ["2"]);

        Assert.Same(MailErrors.LimitExceeded, fetched.Failure!.Error);
        Assert.All(fetched.Sections.Skip(2), section => Assert.Null(section.Content));
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_search_of_any_length_is_read_number_by_number(Delivery delivery)
    {
        var answer = "* SEARCH " + string.Join(' ', Enumerable.Range(1_000_000, 400_000)) + "\r\nA001 OK done\r\n";
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, "", ("A001 UID SEARCH ALL\r\n", answer)));

        Assert.Equal(400_000, session.Search(new ImapSearchCriteria()).Count);
    }

    public static IEnumerable<object[]> OwnWords => Deliveries.Times(
    [
        ["SUBJECT \"\u00fcber\"", "A001 UID SEARCH CHARSET UTF-8 SUBJECT {5}\r\n", "\u00c3\u00bcber\r\n"],
        ["OR (SUBJECT \"a\") (TEXT \"\u00fc\\\"\" UNSEEN)", "A001 UID SEARCH CHARSET UTF-8 OR (SUBJECT \"a\") (TEXT {3}\r\n",
            "\u00c3\u00bc\" UNSEEN)\r\n"],
    ]);

    [Theory]
    [MemberData(nameof(OwnWords))]
    public void Words_of_one_s_own_keep_their_octets(Delivery delivery, string words, string first, string rest)
    {
        var peer = new ScriptedPeer(delivery, "", (first, "+ go\r\n"), (rest, "* SEARCH 5\r\nA001 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        Assert.Equal([5], session.Search(new ImapSearchCriteria { Raw = words }));
        Assert.True(peer.IsFinished);
    }

    public static IEnumerable<object[]> LiteralMarks => Deliveries.Times(
    [
        ["SUBJECT {5}"],
        ["SUBJECT {5+}"],
        ["SUBJECT ~{5}"],
        ["SUBJECT {5} "],
    ]);

    [Theory]
    [MemberData(nameof(LiteralMarks))]
    public void Words_that_end_as_a_literal_begins_are_refused(Delivery delivery, string words)
    {
        var peer = new ScriptedPeer(delivery, "");
        using var session = ImapFixture.Over(peer);

        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Raw = words })).Error);
        Assert.Empty(peer.Transcript);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_server_that_does_not_take_the_text_has_found_nothing(Delivery delivery)
    {
        using var session =
            ImapFixture.Over(new ScriptedPeer(delivery, "",
                ("A001 UID SEARCH CHARSET UTF-8 SUBJECT {7}\r\n", "* SEARCH 7 11\r\nA001 OK done\r\n")));

        Assert.Same(MailErrors.ProtocolViolation,
            Assert.Throws<MailException>(() => session.Search(new ImapSearchCriteria { Subject = ["B\u00fccher"] })).Error);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Where_no_charset_is_known_the_octets_are_tried(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID SEARCH CHARSET UTF-8 SUBJECT {7}\r\n", "+\r\n"), ("B\u00c3\u00bccher\r\n", "A001 NO [BADCHARSET (US-ASCII)] no\r\n"),
            ("A002 UID SEARCH SUBJECT {7}\r\n", "+\r\n"), ("B\u00c3\u00bccher\r\n", "* SEARCH 3\r\nA002 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        Assert.Equal([3], session.Search(new ImapSearchCriteria { Subject = ["B\u00fccher"] }));
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Where_they_do_not_help_either_the_failure_has_a_name_of_its_own(Delivery delivery)
    {
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, "",
            ("A001 UID SEARCH CHARSET UTF-8 SUBJECT {7}\r\n", "A001 NO [BADCHARSET (US-ASCII)] no\r\n"),
            ("A002 UID SEARCH SUBJECT {7}\r\n", "A002 BAD what\r\n")));

        var failure = Assert.Throws<ImapStatusException>(() => session.Search(new ImapSearchCriteria { Subject = ["B\u00fccher"] }));

        Assert.Equal("SearchCharsetUnsupported", failure.Error.Id);
        Assert.Equal(["US-ASCII"], Assert.IsType<ImapBadCharsetCode>(failure.Status.ResponseCode).Charsets);
    }

    [Fact]
    public void UIDs_are_never_left_to_a_search_that_takes_them_for_numbers()
    {
        var peer = new AnsweringPeer(
            line => line.Contains("SEARCH", StringComparison.Ordinal) ? "* SEARCH 20\r\n" + Ok(line)
                : line.Contains("FETCH 11", StringComparison.Ordinal) ? "* 2 FETCH (UID 11)\r\n" + Ok(line) : Ok(line), "");
        using var session = ImapFixture.Over(peer);

        Assert.Equal([11], session.Search(new ImapSearchCriteria { Uids = [11, 12] }));
        Assert.Empty(session.Search(new ImapSearchCriteria { Uids = [11], Seen = true }));
        Assert.Equal([20], session.Search(new ImapSearchCriteria { Uids = [11, 20], Seen = true }));
    }

    [Fact]
    public void Sets_are_split_so_that_no_line_is_longer_than_8000_octets()
    {
        var uids = Enumerable.Range(0, 20_000).Select(i => 1_000_001L + (2 * i)).ToList();
        var peer = new AnsweringPeer(
            line => string.Concat(UidsOf(line).Select(uid => $"* 1 FETCH (UID {uid} RFC822.SIZE 1)\r\n")) + Ok(line), "");
        using var session = ImapFixture.Over(peer);

        Assert.Equal(uids, session.FetchFacts(uids).Select(message => message.Uid));
        Assert.All(peer.Heard, line => Assert.InRange(line.Length, 1, 8000));
    }

    [Fact]
    public void Listing_5000_messages_takes_2_waits_and_the_first_of_them_few_octets()
    {
        var uids = Enumerable.Range(1, 5000).Select(i => (long)i).ToList();
        var peer = new AnsweringPeer(line =>
            string.Concat(UidsOf(line).Select(uid => $"* 1 FETCH (UID {uid} RFC822.SIZE 1 ENVELOPE {NoEnvelope})\r\n")) + Ok(line), "");
        using var session = ImapFixture.Over(peer);

        Assert.Equal(uids, session.FetchEnvelopes(uids).Select(message => message.Uid));
        Assert.InRange(session.Connection.RoundTrips, 1, 2);

        var heard = peer.Heard.Count;
        Assert.Equal(1, session.FetchEnvelopes(uids).First().Uid);
        Assert.Equal(["A003 UID FETCH 1:64 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)"], peer.Heard.Skip(heard));
    }

    [Fact]
    public void A_message_without_a_readable_envelope_comes_with_its_header()
    {
        var uids = Enumerable.Range(1, 2000).Select(i => (long)i).ToList();
        var peer = new AnsweringPeer(
            line => string.Concat(UidsOf(line).Select(uid => line.Contains("HEADER", StringComparison.Ordinal)
                ? uid == 4 ? "" : $"* 1 FETCH (UID {uid} BODY[HEADER] \"A: {uid}\")\r\n"
                : $"* 1 FETCH (UID {uid} RFC822.SIZE {uid} ENVELOPE {(uid % 2 == 0 ? "(what)" : NoEnvelope)})\r\n")) + Ok(line),
            "");
        using var session = ImapFixture.Over(peer);

        var messages = session.FetchEnvelopes(uids).ToDictionary(message => message.Uid);

        Assert.Equal(uids, messages.Keys.Order());
        Assert.All(messages.Values, message => Assert.Equal(message.Uid, message.Size));
        Assert.All(messages.Values,
            message => Assert.Equal(message.Uid % 2 == 0 ? message.Uid == 4 ? null : $"A: {message.Uid}" : null, message.Mail?.Text()));
        Assert.Equal("UidNotFound", messages[4].Failure!.Error.Id);
    }

    /// <summary>
    /// What a server says when it is asked for the envelope of the second of three messages; over each connection the same.
    /// </summary>
    public static IEnumerable<object[]> BadEnvelopes => Deliveries.Times(
    [
        ["{tag} NO [SERVERBUG] what\r\n", 1],
        ["* 2 FETCH (UID 2 RFC822.SIZE 5 ENVELOPE (NIL \"open\r\n", 1],
        ["* 2 FETCH (ENVELOPE (NIL \"open\r\n", 1],
        ["* 2 FETCH (UID 2 ENVELOPE (NIL \"one line\r\n and another\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n", 3],
        ["* 2 FETCH (UID 2 ENVELOPE (NIL {99999999}\r\n", 3],
    ]);

    [Theory]
    [MemberData(nameof(BadEnvelopes))]
    public void Whatever_becomes_of_an_envelope_its_message_comes_by_its_header(Delivery delivery, string bad, int connections)
    {
        var opened = 0;
        ImapSession Open()
        {
            opened++;
            return ImapFixture.Over(
                new AnsweringPeer(
                    line => line.Contains("EXAMINE", StringComparison.Ordinal)
                        ? Ok(line)
                        : line.Contains("HEADER", StringComparison.Ordinal)
                            ? string.Concat(UidsOf(line)
                                .Select(uid => $"* 1 FETCH (UID {uid} RFC822.SIZE 5 BODY[HEADER] \"A: {uid}\")\r\n")) + Ok(line)
                            : string.Concat(UidsOf(line)
                                .Select(uid => uid == 2
                                    ? bad.Replace("{tag}", line.Split(' ')[0], StringComparison.Ordinal)
                                    : $"* 1 FETCH (UID {uid} RFC822.SIZE 5 ENVELOPE {NoEnvelope})\r\n")) +
                                    (bad.StartsWith('{') && UidsOf(line).Contains(2) ? "" : Ok(line)),
                    "",
                    delivery),
                reopen: Open);
        }

        using var session = Open();
        session.Examine("INBOX");

        // The completion of a batch that is refused is told once, in its middle.
        var messages = (bad.StartsWith('{') ? session.FetchEnvelopes([1, 2]) : session.FetchEnvelopes([1, 2, 3]))
            .OrderBy(message => message.Uid).ToList();

        Assert.All(messages, message => Assert.Null(message.Failure));
        Assert.All(messages, message => Assert.Equal(5, message.Size));
        Assert.All(messages, message => Assert.Equal(message.Uid == 2 ? "A: 2" : null, message.Mail?.Text()));
        Assert.InRange(opened, 1, connections);
    }

    public static IEnumerable<object[]> Falls => Deliveries.Times([[1, "1:a 2:b 3:c", 2], [9, "1:a 2!ServerClosed 3:c", 3]]);

    [Theory]
    [MemberData(nameof(Falls))]
    public void Over_another_connection_the_rest_is_read_one_by_one(Delivery delivery, int falls, string expected, int connections)
    {
        var opened = 0;
        string[] content = ["a", "b", "c"];
        ImapSession Open()
        {
            opened++;
            var peer = new AnsweringPeer(
                line =>
                {
                    if (line.Contains("EXAMINE", StringComparison.Ordinal))
                        return "* OK [UIDVALIDITY 5] x\r\n" + Ok(line);
                    var answer = "";
                    foreach (var uid in UidsOf(line))
                    {
                        if (uid == 2 && falls-- > 0)
                            return answer + "* BYE oops\r\n";
                        answer += $"* {uid} FETCH (UID {uid} BODY[] \"{content[uid - 1]}\")\r\n";
                    }

                    return answer + Ok(line);
                },
                "",
                delivery);
            return ImapFixture.Over(peer, reopen: Open);
        }

        using var session = Open();
        session.Examine("INBOX");

        var messages = session.FetchHeaders([1, 2, 3]).OrderBy(message => message.Uid).ToList();

        Assert.Equal(expected,
            string.Join(' ',
                messages.Select(message => $"{message.Uid}{(message.Mail is null ? "!" + message.Failure!.Error.Id : ":b")}")
                    .Zip(content, (text, letter) => text.Replace(":b", ":" + letter, StringComparison.Ordinal))));
        Assert.Equal(connections, opened);
    }

    private static IEnumerable<long> UidsOf(string line) => line.Split(' ')[3].Split(',').SelectMany(range =>
    {
        var ends = range.Split(':').Select(long.Parse).ToList();
        return Enumerable.Range(0, (int)(ends[^1] - ends[0]) + 1).Select(i => ends[0] + i);
    });

    private static string Ok(string line) => line.Split(' ')[0] + " OK\r\n";
}
