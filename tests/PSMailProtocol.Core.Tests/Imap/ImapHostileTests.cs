using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Servers that send too much or what cannot be, and words that would be commands of their own.</summary>
public class ImapHostileTests
{
    private const string Many = "99999999999999999999";

    /// <summary>What comes unasked or in the answer to NOOP, in which {deep} nests 100,000 lists, and what becomes of it.</summary>
    public static IEnumerable<object[]> Responses => Deliveries.Times(
    [
        ["* 4294967295 EXISTS\r\n", ""],
        ["* 9223372036854775799 EXISTS\r\n", ""],
        [$"* {Many} EXISTS\r\n", "ProtocolViolation"],
        ["* -1 EXISTS\r\n", ""],
        ["* 0 EXPUNGE\r\n", ""],
        ["* VANISHED 0:9223372036854775799,0:9223372036854775799,0:9223372036854775799\r\n", ""],
        [$"* VANISHED 1:{Many}\r\n", "ProtocolViolation"],
        ["* VANISHED -1\r\n", "ProtocolViolation"],
        [$"* OK [UIDVALIDITY {Many}] x\r\n* OK [UIDNEXT -1] x\r\n* OK [HIGHESTMODSEQ {Many}] x\r\n", ""],
        ["* SEARCH {5}\r\n1 2 3\r\n", "ProtocolViolation"],
        ["* SEARCH 1 two 3\r\n", "ProtocolViolation"],
        ["* SEARCH 1:3\r\n", "ProtocolViolation"],
        ["* SEARCH -1\r\n", "ProtocolViolation"],
        ["* ESEARCH UID ALL {3}\r\n1:3\r\n", "ProtocolViolation"],
        ["* {5}\r\n12345\r\n", "ProtocolViolation"],
        ["* X-NEW {deep}\r\n", ""],
        ["* X-NEW {4294967295}\r\n", "LimitExceeded"],
        [$"* X-NEW {{{Many}}}\r\n", ""],
        ["* X-NEW {-1}\r\n", ""],
        ["* LIST {deep} \"/\" a\r\n", "ProtocolViolation"],
        ["* LIST () \"/\" a {deep}\r\n", ""],
        ["* LIST () \"/\" {4294967295}\r\n", "LimitExceeded"],
        ["* LIST () \"/\" {300000}\r\n", "ConnectionLost"],
        ["* STATUS a {deep}\r\n", ""],
        [$"* STATUS a (MESSAGES {Many} UNSEEN -1 SIZE {{1}}\r\n5)\r\n", ""],
        ["* NAMESPACE {deep} NIL NIL\r\n", ""],
        ["* QUOTA \"\" {deep}\r\n", ""],
        [$"* QUOTA \"\" (STORAGE -1 {Many})\r\n", ""],
        ["* ID {deep}\r\n", ""],
        ["* ID ((((\r\n", ""],
        [$"* 1 FETCH (UID {Many} MODSEQ ({Many}) RFC822.SIZE -5)\r\n", ""],
        ["* 1 FETCH (UID 7 ENVELOPE {4294967295}\r\n", "LimitExceeded"],
        [$"* 1 FETCH (UID 7 BODY[] {{{Many}}}\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {4294967295}\r\n", "LimitExceeded"],
        ["* 1 FETCH (UID 7 BODY[] {-1}\r\n", "ProtocolViolation"],
        [$"* {Many} FETCH (UID 7)\r\n", "ProtocolViolation"],
    ]);

    [Theory]
    [MemberData(nameof(Responses))]
    public void What_cannot_be_has_a_name_or_no_meaning(Delivery delivery, string response, string expected)
    {
        response = response.Replace("{deep}", new string('(', 100_000) + new string(')', 100_000), StringComparison.Ordinal);
        var peer = new ScriptedPeer(delivery, "", ("A001 EXAMINE \"a\"\r\n", "* 3 EXISTS\r\nA001 OK\r\n"),
            ("A002 NOOP\r\n", response + (expected == "" ? "A002 OK\r\n" : "")));
        using var session = ImapFixture.Over(peer);
        session.Examine("a");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(expected, ImapFixture.OutcomeOf(() =>
        {
            session.Noop();
            return "";
        }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * 1024 * 1024);
        Assert.True(session.Mailbox!.Exists >= 0);
    }

    /// <summary>What goes on for ever: one line of 80 million octets behind a beginning.</summary>
    [Theory]
    [InlineData("* OK ", "LimitExceeded")]
    [InlineData("* CAPABILITY ", "LimitExceeded")]
    [InlineData("* ", "LimitExceeded")]
    [InlineData("", "LimitExceeded")]
    [InlineData("* X-NEW ", "LimitExceeded")]
    [InlineData("* 1 FETCH (UID 7 X-NEW ", "LimitExceeded")]
    [InlineData("* 1 FETCH (UID 7 ENVELOPE (\"", "LimitExceeded")]
    [InlineData("* 1 FETCH (UID 7 BODYSTRUCTURE (", "LimitExceeded")]
    [InlineData("* LIST () \"/\" \"", "LimitExceeded")]
    [InlineData("* LIST (", "LimitExceeded")]
    public void A_line_without_end_is_held_by_no_one(string beginning, string expected)
    {
        using var session = ImapFixture.Over(new LongLinePeer(beginning, 80_000_000, ""),
            imapLimits: new ImapLimits { Response = 8 * 1024 * 1024 });
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(expected, ImapFixture.OutcomeOf(() =>
        {
            session.Noop();
            return "";
        }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("* SEARCH ", "7 ")]
    [InlineData("", "* SEARCH 7 8 9\r\n")]
    [InlineData("", "* ESEARCH (TAG \"A001\") UID ALL 7:9\r\n")]
    public void Ten_million_results_meet_the_cap(string beginning, string piece)
    {
        using var session = ImapFixture.Over(new RepeatingPeer(beginning, piece, 10_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("LimitExceeded",
            ImapFixture.OutcomeOf(
                () => session.Search(new ImapSearchCriteria()).Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L * 1024 * 1024);
    }

    /// <summary>Names and texts, and the octets that go out; null where nothing may.</summary>
    public static IEnumerable<object?[]> Injections =>
    [
        ["a\r\nA002 LOGOUT", null],
        ["a\nb", null],
        ["a\rb", null],
        ["a\0b", null],
        ["a\"b", "\"a\\\"b\""],
        ["a\\", "\"a\\\\\""],
        ["\" \"", "\"\\\" \\\"\""],
        ["a {5}", "\"a {5}\""],
        ["{5}", "\"{5}\""],
        ["{5+}", "\"{5+}\""],
        ["~{5}", "\"~{5}\""],
        ["NIL", "\"NIL\""],
        ["", "\"\""],
        ["(a) [b] *%", "\"(a) [b] *%\""],
    ];

    [Theory]
    [MemberData(nameof(Injections))]
    public void Nothing_that_somebody_wrote_becomes_a_command(string text, string? octets)
    {
        (string Command, Action<ImapSession> Run)[] uses =
        [
            ("EXAMINE {}", session => session.Examine(text)),
            ("SELECT {}", session => session.Select(text)),
            ("STATUS {} (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)", session => session.Status(text)),
            ("LIST \"\" {}", session => session.List(text)),
            ("LOGIN {} \"p\"", session => session.Login(new NetworkCredential(text, "p"))),
            ("LOGIN \"u\" {}", session => session.Login(new NetworkCredential("u", text))),
            ("UID SEARCH SUBJECT {}", session => session.Search(new ImapSearchCriteria { Subject = [text] })),
            ("UID SEARCH FROM {}", session => session.Search(new ImapSearchCriteria { From = [text] })),
            ("UID SEARCH HEADER \"X-Y\" {}", session => session.Search(new ImapSearchCriteria { Header = [new("X-Y", text)] })),
            ("UID SEARCH HEADER {} \"v\"", session => session.Search(new ImapSearchCriteria { Header = [new(text, "v")] })),
            ("UID SEARCH X-GM-RAW {}", session => session.Search(new ImapSearchCriteria { GmailQuery = text })),
        ];

        foreach (var (command, run) in uses)
        {
            if (octets is null)
            {
                var deaf = new ScriptedPeer(Delivery.Whole, "");
                using var refusing = ImapFixture.Over(deaf);
                Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => run(refusing)).Error);
                Assert.Empty(deaf.Transcript);
                continue;
            }

            var line = "A001 " + command.Replace("{}", octets, StringComparison.Ordinal) + "\r\n";
            var peer = new ScriptedPeer(Delivery.Whole, "", (line, "* CAPABILITY X\r\nA001 OK\r\n"));
            using var session = ImapFixture.Over(peer);
            run(session);
            Assert.Equal(line, peer.Transcript);
        }
    }

    [Theory]
    [InlineData("SUBJECT \"a\\\"b\" NOT {5}x", true)]
    [InlineData("SUBJECT \"a {5}\"", true)]
    [InlineData("OR SEEN (FROM \"a\" KEYWORD $x)", true)]
    [InlineData("SUBJECT {5}", false)]
    [InlineData("SUBJECT {5+}", false)]
    [InlineData("SUBJECT ~{5}", false)]
    [InlineData("SUBJECT {}", false)]
    [InlineData("SUBJECT {5}\t ", false)]
    [InlineData("SEEN\r\nA002 LOGOUT", false)]
    [InlineData("SEEN\nX", false)]
    [InlineData("SEEN\0", false)]
    public void Words_of_the_protocol_go_out_unharmed_or_not_at_all(string words, bool isSent)
    {
        var line = $"A001 UID SEARCH {words} UNSEEN\r\n";
        var peer = new ScriptedPeer(Delivery.Whole, "", (line, "A001 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        var outcome = ImapFixture.OutcomeOf(() =>
        {
            session.Search(new ImapSearchCriteria { Raw = words, Seen = false });
            return "";
        });

        Assert.Equal(isSent ? "" : "InvalidWireText", outcome);
        Assert.Equal(isSent ? line : "", peer.Transcript);
    }

    /// <summary>Says something, and something else over and over.</summary>
    private sealed class RepeatingPeer(string before, string piece, int times) : MemoryStream
    {
        private readonly byte[] _piece = System.Text.Encoding.ASCII.GetBytes(piece);
        private readonly MemoryStream _before = new(System.Text.Encoding.ASCII.GetBytes(before));
        private long _position;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = _before.Read(buffer, offset, count);
            for (; read < count && _position < (long)times * _piece.Length; _position++)
                buffer[offset + read++] = _piece[_position % _piece.Length];
            return read;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
