using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>APPEND with each kind of literal and all that may stand before it, and every answer at every step.</summary>
public class ImapAppendTests
{
    private const string Plain = "Subject: s\r\n\r\nA009 LOGOUT\r\n";
    private const string EightBit = "Subject: \u00c3\u00bc\r\n\r\nx";

    private static readonly DateTimeOffset Date = new(2026, 2, 1, 3, 4, 5, TimeSpan.FromMinutes(-210));

    /// <summary>
    /// What is offered and enabled, the message, its flags, whether it is dated, and what is written up to the literal and behind it.
    /// </summary>
    public static IEnumerable<object[]> Forms => Deliveries.Times(
    [
        ["IMAP4rev1", "", Plain, "", false, "\"a\" {27}", "\r\n"],
        ["LITERAL+", "", Plain, "", false, "\"a\" {27+}", "\r\n"],
        ["LITERAL-", "", Plain, "", false, "\"a\" {27+}", "\r\n"],
        ["LITERAL-", "", Plain + new string('x', 4069), "", false, "\"a\" {4096+}", "\r\n"],
        ["LITERAL-", "", Plain + new string('x', 4070), "", false, "\"a\" {4097}", "\r\n"],
        ["LITERAL+", "", Plain + new string('x', 1048549), "", false, "\"a\" {1048576+}", "\r\n"],
        ["LITERAL+", "", Plain + new string('x', 1048550), "", false, "\"a\" {1048577}", "\r\n"],
        ["IMAP4rev1", "", Plain, "\\Seen $Done", false, "\"a\" (\\Seen $Done) {27}", "\r\n"],
        ["IMAP4rev1", "", Plain, "\\Seen", true, "\"a\" (\\Seen) \" 1-Feb-2026 03:04:05 -0330\" {27}", "\r\n"],
        ["LITERAL+", "", Plain, "", true, "\"a\" \" 1-Feb-2026 03:04:05 -0330\" {27+}", "\r\n"],
        ["IMAP4rev1", "", EightBit, "", false, "\"a\" {16}", "\r\n"],
        ["LITERAL+ ENABLE UTF8=ACCEPT", "UTF8=ACCEPT", EightBit, "", false, "\"a\" UTF8 (~{16+}", ")\r\n"],
        ["ENABLE UTF8=ACCEPT", "UTF8=ACCEPT", EightBit, "\\Seen", true,
            "\"a\" (\\Seen) \" 1-Feb-2026 03:04:05 -0330\" UTF8 (~{16}", ")\r\n"],
        ["ENABLE UTF8=ACCEPT", "UTF8=ACCEPT", Plain + "\u00c3\u00bc", "", false, "\"a\" {29}", "\r\n"],
        ["ENABLE UTF8=ACCEPT IMAP4rev2", "IMAP4rev2 UTF8=ACCEPT", EightBit, "", false, "\"a\" {16+}", "\r\n"],
        ["ENABLE UTF8=ACCEPT", "", EightBit, "", false, "\"a\" {16}", "\r\n"],
        ["BINARY", "", Plain + "\0", "", false, "\"a\" ~{28}", "\r\n"],
        ["IMAP4rev1", "", Plain + "\0", "", false, "\"a\" {28}", "\r\n"],
        ["IMAP4rev1", "", "a\nb\rc", "", false, "\"a\" {5}", "\r\n"],
    ]);

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_octets_go_as_they_are_behind_what_the_server_understands(
        Delivery delivery, string offer, string enabled, string message, string flags, bool isDated, string head, string tail)
    {
        var isUnasked = head.EndsWith("+}", StringComparison.Ordinal);
        const string Answer = "* 3 EXISTS\r\nA004 OK [APPENDUID 38505 3955] done\r\n";
        var append = $"A004 APPEND {head}\r\n";
        (string, string)[] steps = isUnasked ? [(append + message + tail, Answer)] : [(append, "+ go\r\n"), (message + tail, Answer)];
        using var session = Begin(delivery, offer, enabled, out var peer, [.. steps, ("A005 NOOP\r\n", "A005 OK\r\n")]);

        var uid = session.Append("a", Content(message), flags.Split(' ', StringSplitOptions.RemoveEmptyEntries), isDated ? Date : null);

        Assert.Equal(new ImapAppendUidCode(38505, 3955), uid);
        session.Noop();
        Assert.True(peer.IsFinished);
    }

    /// <summary>
    /// What the server says in place of leave, what when it has the octets, and what comes of it; the session lives on or not.
    /// </summary>
    public static IEnumerable<object[]> Answers => Deliveries.Times(
    [
        ["+ go\r\n", "A002 OK\r\n", "stored", true],
        ["+ go\r\n", "A002 OK [APPENDUID 5 7] done\r\n", "5 7", true],
        ["+ go\r\n", "A002 OK [APPENDUID 5 7:8] done\r\n", "stored", true],
        ["+ go\r\n", "A002 OK [APPENDUID x] done\r\n", "stored", true],
        ["+\r\n", "A002 ok\r\n", "stored", true],
        ["* OK wait\r\n* 1 EXISTS\r\n+ go\r\n", "* OK wait\r\n* 2 EXISTS\r\nA002 OK\r\n", "stored", true],
        ["A002 NO [TRYCREATE] no\r\n", "", "MailboxNotFound", true],
        ["A002 NO [NONEXISTENT] no\r\n", "", "MailboxNotFound", true],
        ["A002 NO [OVERQUOTA] no\r\n", "", "QuotaExceeded", true],
        ["A002 NO [TOOBIG] no\r\n", "", "MessageTooLarge", true],
        ["A002 NO [LIMIT] no\r\n", "", "ServerLimitReached", true],
        ["A002 NO [CANNOT] no\r\n", "", "CommandRejected", true],
        ["A002 NO no\r\n", "", "CommandRejected", true],
        ["A002 BAD no\r\n", "", "CommandRejected", true],
        ["A002 OK done\r\n", "", "ProtocolViolation", false],
        ["* BYE bye\r\n", "", "ServerClosed", false],
        ["A009 OK\r\n", "", "ProtocolViolation", false],
        ["", "", "ConnectionLost", false],
        ["+ go", "", "ConnectionLost", false],
        ["+ go\r\n", "A002 NO [TRYCREATE] no\r\n", "MailboxNotFound", true],
        ["+ go\r\n", "A002 NO [OVERQUOTA] no\r\n", "QuotaExceeded", true],
        ["+ go\r\n", "A002 NO [TOOBIG] no\r\n", "MessageTooLarge", true],
        ["+ go\r\n", "A002 NO [UNAVAILABLE] no\r\n", "ServerTemporarilyUnable", true],
        ["+ go\r\n", "A002 NO no\r\n", "CommandRejected", true],
        ["+ go\r\n", "A002 BAD no\r\n", "CommandRejected", true],
        ["+ go\r\n", "+ more\r\n", "DeliveryUnknown", false],
        ["+ go\r\n", "* BYE bye\r\n", "DeliveryUnknown", false],
        ["+ go\r\n", "A002 MAYBE\r\n", "DeliveryUnknown", false],
        ["+ go\r\n", "A009 OK\r\n", "DeliveryUnknown", false],
        ["+ go\r\n", "A002 OK", "DeliveryUnknown", false],
        ["+ go\r\n", "* 2 EXISTS\r\n", "DeliveryUnknown", false],
        ["+ go\r\n", "", "DeliveryUnknown", false],
    ]);

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_answer_at_every_step_has_one_outcome(Delivery delivery, string leave, string completion, string expected,
        bool isUsable)
    {
        (string, string)[] steps = completion.Length > 0 || leave.EndsWith("+ go\r\n", StringComparison.Ordinal)
            ? [("A002 APPEND \"a\" {27}\r\n", leave), (Plain + "\r\n", completion)]
            : [("A002 APPEND \"a\" {27}\r\n", leave)];
        var peer = new ScriptedPeer(delivery, "",
            [("A001 CAPABILITY\r\n", "* CAPABILITY IMAP4rev1\r\nA001 OK\r\n"), .. steps, ("A003 NOOP\r\n", "A003 OK\r\n")]);
        using var session = ImapFixture.Over(peer);
        session.ReadCapabilities();

        var outcome =
            ImapFixture.OutcomeOf(() => session.Append("a", Content(Plain)) is { } uid ? $"{uid.UidValidity} {uid.Uid}" : "stored");

        Assert.Equal(expected, outcome);
        Assert.Equal(!isUsable, session.Connection.IsClosed);
        if (isUsable)
            session.Noop();
    }

    /// <summary>With a literal that does not wait, a refusal comes in any case when the octets are under way.</summary>
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_refusal_of_what_did_not_wait_leaves_the_session_usable(Delivery delivery)
    {
        using var session = Begin(delivery, "LITERAL+", "", out var peer,
            ("A004 APPEND \"a\" {27+}\r\n", "A004 NO [OVERQUOTA] full\r\n"), (Plain + "\r\n", ""), ("A005 NOOP\r\n", "A005 OK\r\n"));

        Assert.Equal("QuotaExceeded", ImapFixture.OutcomeOf(() => { session.Append("a", Content(Plain)); return ""; }));
        session.Noop();
        Assert.True(peer.IsFinished);
    }

    /// <summary>A server that ended the session while nothing was asked has not seen the message.</summary>
    [Fact]
    public void A_goodbye_that_came_before_is_heard_before_anything_is_sent()
    {
        using var session = Begin(Delivery.Whole, "LITERAL+", "", out var peer, ("A004 NOOP\r\n", "A004 OK\r\n* BYE idle\r\n"),
            ("A005 NOOP\r\n", ""));

        session.Noop();

        Assert.Equal("ServerClosed", ImapFixture.OutcomeOf(() => { session.Append("a", Content(Plain)); return ""; }));
        Assert.True(peer.IsFinished);
    }

    /// <summary>A name that goes as a literal waits for leave of its own.</summary>
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_name_that_is_a_literal_goes_before(Delivery delivery)
    {
        var name = new string('x', 1025);
        using var session = Begin(delivery, "IMAP4rev1", "", out var peer,
            ("A004 APPEND {1025}\r\n", "+ name\r\n"), (name + " {27}\r\n", "+ go\r\n"), (Plain + "\r\n", "A004 OK\r\n"));

        Assert.Null(session.Append(name, Content(Plain)));
        Assert.True(peer.IsFinished);
    }

    /// <summary>RFC 9755 took the mark out, so a server of today may call it bad; nothing is stored then.</summary>
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_message_whose_mark_the_server_does_not_know_goes_without(Delivery delivery)
    {
        using var session = Begin(delivery, "ENABLE UTF8=ACCEPT", "UTF8=ACCEPT", out var peer,
            ("A004 APPEND \"a\" UTF8 (~{16}\r\n", "A004 BAD what\r\n"), ("A005 APPEND \"a\" {16}\r\n", "+ go\r\n"),
            (EightBit + "\r\n", "A005 OK\r\n"));

        Assert.Null(session.Append("a", Content(EightBit)));
        Assert.True(peer.IsFinished);
    }

    public static IEnumerable<object[]> Limits => Deliveries.Times(
    [
        ["APPENDLIMIT=26", "", "MessageTooLarge"],
        ["APPENDLIMIT=27", "", "stored"],
        ["APPENDLIMIT", "* STATUS \"a\" (APPENDLIMIT 26)\r\n{tag} OK\r\n", "MessageTooLarge"],
        ["APPENDLIMIT", "* STATUS \"a\" (APPENDLIMIT 27)\r\n{tag} OK\r\n", "stored"],
        ["APPENDLIMIT", "* STATUS \"a\" (APPENDLIMIT NIL)\r\n{tag} OK\r\n", "stored"],
        ["APPENDLIMIT", "{tag} OK\r\n", "stored"],
        ["APPENDLIMIT", "{tag} BAD what\r\n", "stored"],
        ["APPENDLIMIT", "{tag} NO [NONEXISTENT] no\r\n", "MailboxNotFound"],
        ["APPENDLIMIT=x", "", "stored"],
    ]);

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_is_kept_before_anything_is_sent(Delivery delivery, string offer, string status, string expected)
    {
        var next = 4;
        string Tag() => $"A00{next++}";
        var steps = new List<(string, string)>();
        if (status.Length > 0)
            steps.Add(($"A004 STATUS \"a\" (APPENDLIMIT)\r\n", status.Replace("{tag}", Tag(), StringComparison.Ordinal)));
        foreach (var _ in Enumerable.Range(0, expected == "stored" ? 2 : 0))
        {
            var tag = Tag();
            steps.Add(($"{tag} APPEND \"a\" {{27}}\r\n", "+ go\r\n"));
            steps.Add((Plain + "\r\n", $"{tag} OK\r\n"));
        }

        using var session = Begin(delivery, offer, "", out var peer, [.. steps]);

        Assert.Equal(expected, Append());
        if (expected != "MailboxNotFound")
            Assert.Equal(expected, Append());
        Assert.True(peer.IsFinished);

        string Append() => ImapFixture.OutcomeOf(() => { session.Append("a", Content(Plain)); return "stored"; });
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("\\")]
    [InlineData("\\Seen) {5}")]
    [InlineData("")]
    [InlineData("a\r\nA009 LOGOUT")]
    public void What_is_no_flag_is_refused_before_anything_is_sent(string flag)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "");
        using var session = ImapFixture.Over(peer);

        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Append("a", Content(Plain), [flag])).Error);
        Assert.Empty(peer.Transcript);
    }

    /// <summary>A file that is longer, shorter or gone by the time it is sent leaves half a message, which nothing may complete.</summary>
    [Theory]
    [InlineData("Subject: s\r\n\r\nA009 LOGOUT\r\n.", "MailFileUnreadable")]
    [InlineData("Subject: s\r\n\r\nA009 LOGOUT", "MailFileUnreadable")]
    [InlineData(null, "AttachmentNotFound")]
    public void A_source_that_changed_closes_the_connection_and_stores_nothing(string? later, string expected)
    {
        var asked = 0;
        var content = ImapAppendContent.FromWriter(stream =>
        {
            var text = asked++ == 0 ? Plain : later ?? throw new MailException(MailErrors.AttachmentNotFound, "It is gone.");
            stream.Write(Encoding.Latin1.GetBytes(text));
        });
        var peer = new ScriptedPeer(Delivery.Whole, "", ("A001 APPEND \"a\" {27}\r\n", "+ go\r\n"), (Plain + "\r\n", "A001 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        Assert.Equal(expected, ImapFixture.OutcomeOf(() => { session.Append("a", content); return "stored"; }));
        Assert.True(session.Connection.IsClosed);
        Assert.False(peer.IsFinished);
    }

    [Theory]
    [InlineData("a: b\r\n\r\nc\r\n", "a: b\r\n\r\nc\r\n")]
    [InlineData("a: b\r\n\r\nc\rd", "a: b\r\n\r\nc\rd")]
    [InlineData("a: b\n\nc", "a: b\r\n\r\nc\r\n")]
    [InlineData("a: b\r\n\nc\r\n", "a: b\r\n\r\nc\r\n")]
    public void A_file_with_bare_line_feeds_gets_proper_lines_and_any_other_stays(string file, string expected)
    {
        for (var piece = 1; piece <= file.Length; piece++)
        {
            var content = ImapAppendContent.FromFile(stream =>
            {
                foreach (var part in Encoding.Latin1.GetBytes(file).Chunk(piece))
                    stream.Write(part);
            });
            var peer = new ScriptedPeer(Delivery.Whole, "", ($"A001 APPEND \"a\" {{{expected.Length}}}\r\n", "+\r\n"),
                (expected + "\r\n", "A001 OK\r\n"));
            using var session = ImapFixture.Over(peer);

            session.Append("a", content);

            Assert.True(peer.IsFinished);
        }
    }

    private static ImapAppendContent Content(string text) => ImapAppendContent.FromMail(RawMail.FromBytes(Encoding.Latin1.GetBytes(text)));

    /// <summary>A session in which the tag A004 is next.</summary>
    private static ImapSession Begin(Delivery delivery, string offer, string enabled, out ScriptedPeer peer,
        params (string, string)[] steps)
    {
        var asksToEnable = offer.Contains("ENABLE", StringComparison.Ordinal);
        var extensions = string.Join(' ',
            new[] { "IMAP4rev2", "UTF8=ACCEPT" }.Where(extension => offer.Contains(extension, StringComparison.Ordinal)));
        (string, string) third = asksToEnable
            ? ($"A003 ENABLE {extensions}\r\n", $"* ENABLED {enabled}\r\nA003 OK\r\n")
            : ("A003 NOOP\r\n", "A003 OK\r\n");
        peer = new ScriptedPeer(delivery, "* OK hi\r\n",
            [("A001 CAPABILITY\r\n", $"* CAPABILITY {offer}\r\nA001 OK\r\n"),
                ("A002 LOGIN \"user\" \"secret\"\r\n", $"A002 OK [CAPABILITY {offer}] in\r\n"), third, .. steps]);
        var session = ImapFixture.Over(peer);
        session.Begin(ImapFixture.Account());
        if (!asksToEnable)
            session.Noop();
        return session;
    }
}
