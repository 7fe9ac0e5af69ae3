using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Flags, copies, moves and removal: what each server makes of them, and what is reported of each message.</summary>
public class ImapChangeTests
{
    private const string Both = "MOVE UIDPLUS";

    /// <summary>
    /// What the server offers, what is done with 7, 11 and 99 (which is not there), how the server answers otherwise (begin of command and
    /// answer in turn), and what is reported of each: done, gone, copied with its new UID, marked, unknown, and the failure.
    /// </summary>
    public static IEnumerable<object[]> Changes => Deliveries.Times(
    [
        [Both, "store", "", "7 done; 11 done; 99 UidNotFound"],
        [Both, "store", "UID STORE|{tag} NO no\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID STORE|{tag} NO [NOPERM] no\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID STORE|{tag} NO [OVERQUOTA] no\r\n", "7 QuotaExceeded; 11 QuotaExceeded; 99 UidNotFound"],
        [Both, "store", "UID STORE|{tag} BAD what\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID STORE|{tag} OK done\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID STORE|* 1 FETCH (UID 7 FLAGS (\\Flagged))\r\n{tag} OK\r\n",
            "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID STORE|* BYE bye\r\n", "7 unknown ChangeUnknown; 11 unknown ChangeUnknown; 99 UidNotFound"],
        [Both, "store", "UID FETCH|{tag} NO no\r\n", "7 CommandRejected; 11 CommandRejected; 99 CommandRejected"],
        [Both, "store", "UID FETCH 7,11 (UID FLAGS|* 1 FETCH (UID 7 FLAGS ())\r\n* 1 FETCH (UID 7 FLAGS (\\flagged))\r\n{tag} NO no\r\n",
            "7 done; 11 CommandRejected; 99 UidNotFound"],
        [Both, "store", "UID FETCH|{other} OK\r\n", "7 ProtocolViolation; 11 ProtocolViolation; 99 ProtocolViolation"],
        [Both, "copy", "", "7 done copied 101; 11 done copied 102; 99 UidNotFound"],
        ["", "copy", "", "7 done copied; 11 done copied; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} NO [TRYCREATE] no\r\n", "7 MailboxNotFound; 11 MailboxNotFound; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} NO [NONEXISTENT] no\r\n", "7 MailboxNotFound; 11 MailboxNotFound; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} NO [OVERQUOTA] no\r\n", "7 QuotaExceeded; 11 QuotaExceeded; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} NO [LIMIT] no\r\n", "7 ServerLimitReached; 11 ServerLimitReached; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} BAD what\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} OK [COPYUID 9 7,11 4] x\r\n", "7 done copied; 11 done copied; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} OK [COPYUID 9 1:4294967295 1:4294967295] x\r\n", "7 done copied; 11 done copied; 99 UidNotFound"],
        [Both, "copy", "UID COPY|{tag} OK [COPYUID 9 11,7 4:5] x\r\n", "7 done copied 5; 11 done copied 4; 99 UidNotFound"],
        [Both, "copy", "UID COPY|", "7 unknown ChangeUnknown; 11 unknown ChangeUnknown; 99 UidNotFound"],
        [Both, "move", "", "7 done gone copied 101; 11 done gone copied 102; 99 UidNotFound"],
        ["IMAP4rev2", "move", "", "7 done gone copied; 11 done gone copied; 99 UidNotFound"],
        ["MOVE", "move", "", "7 done gone copied; 11 done gone copied; 99 UidNotFound"],
        [Both, "move", "UID MOVE|{tag} NO [TRYCREATE] no\r\n", "7 MailboxNotFound; 11 MailboxNotFound; 99 UidNotFound"],
        [Both, "move", "UID MOVE|{tag} NO [EXPUNGEISSUED] no\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "move", "UID MOVE|{tag} OK\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "move", "UID MOVE|* OK [COPYUID 9 7 101] x\r\n{tag} NO no\r\n",
            "7 copied 101 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "move", "UID MOVE|* BYE bye\r\n", "7 unknown ChangeUnknown; 11 unknown ChangeUnknown; 99 UidNotFound"],
        ["UIDPLUS", "move", "", "7 done gone copied 101; 11 done gone copied 102; 99 UidNotFound"],
        ["", "move", "", "7 copied marked ExpungeUnsafe; 11 copied marked ExpungeUnsafe; 99 UidNotFound"],
        ["UIDPLUS", "move", "UID COPY|{tag} NO [OVERQUOTA] no\r\n", "7 QuotaExceeded; 11 QuotaExceeded; 99 UidNotFound"],
        ["UIDPLUS", "move", "UID STORE|{tag} NO no\r\n", "7 copied 101 CommandRejected; 11 copied 102 CommandRejected; 99 UidNotFound"],
        ["UIDPLUS", "move", "UID EXPUNGE|{tag} NO no\r\n",
            "7 copied 101 marked CommandRejected; 11 copied 102 marked CommandRejected; 99 UidNotFound"],
        ["UIDPLUS", "move", "UID EXPUNGE|* BYE bye\r\n",
            "7 copied 101 unknown ChangeUnknown; 11 copied 102 unknown ChangeUnknown; 99 UidNotFound"],
        [Both, "delete", "", "7 done gone; 11 done gone; 99 UidNotFound"],
        ["", "delete", "", "7 marked ExpungeUnsafe; 11 marked ExpungeUnsafe; 99 UidNotFound"],
        ["", "delete all", "", "7 done gone; 11 done gone; 99 UidNotFound"],
        ["", "delete all", "UID SEARCH|* SEARCH 7 11 12\r\n{tag} OK\r\n",
            "7 marked ExpungeUnsafe; 11 marked ExpungeUnsafe; 99 UidNotFound"],
        ["", "delete all", "EXPUNGE|{tag} NO no\r\n", "7 marked CommandRejected; 11 marked CommandRejected; 99 UidNotFound"],
        [Both, "delete", "UID STORE|{tag} NO no\r\n", "7 CommandRejected; 11 CommandRejected; 99 UidNotFound"],
        [Both, "delete", "UID EXPUNGE|{tag} BAD no\r\n", "7 marked CommandRejected; 11 marked CommandRejected; 99 UidNotFound"],
        [Both, "delete", "UID EXPUNGE|{tag} OK\r\n", "7 marked CommandRejected; 11 marked CommandRejected; 99 UidNotFound"],
        [Both, "delete", "UID EXPUNGE|", "7 unknown ChangeUnknown; 11 unknown ChangeUnknown; 99 UidNotFound"],
    ]);

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_became_of_each_message_is_reported(Delivery delivery, string capabilities, string change, string fault,
        string expected)
    {
        var model = new MailboxModel(capabilities);
        if (fault.Split('|') is [var command, var answer])
            model.Fault = line => line.StartsWith(command, StringComparison.Ordinal)
                ? answer.Replace("{other}", "A9999", StringComparison.Ordinal)
                : null;
        using var session = Open(new AnsweringPeer(model.Answer, "", delivery));

        Assert.Equal(expected, string.Join("; ", Run(session, change, [7, 11, 99]).Select(Show)));
    }

    [Theory]
    [InlineData(Both, "store")]
    [InlineData(Both, "copy")]
    [InlineData(Both, "move")]
    [InlineData("UIDPLUS", "move")]
    [InlineData(Both, "delete")]
    public void What_is_reported_is_so(string capabilities, string change)
    {
        var model = new MailboxModel(capabilities);
        using var session = Open(new AnsweringPeer(model.Answer, ""));

        Run(session, change, [7, 11]);

        Assert.Equal(change is "move" or "delete" ? [12] : [7, 11, 12], model.Mailboxes[MailboxModel.Source].Keys);
        Assert.Equal(change is "move" or "copy" ? ["<7@x>", "<11@x>"] : [],
            model.Mailboxes[MailboxModel.Destination].Values.Select(message => message.MessageId));
        Assert.Equal(change == "store" ? "7 11" : "",
            string.Join(' ',
                model.Mailboxes[MailboxModel.Source].Where(message => message.Value.Flags.Contains("\\Flagged"))
                    .Select(message => message.Key)));
    }

    [Fact]
    public void What_a_run_before_has_copied_is_not_copied_again()
    {
        var model = new MailboxModel("UIDPLUS");
        model.Mailboxes[MailboxModel.Destination][300] = model.Mailboxes[MailboxModel.Source][7].Copy();
        using var session = Open(new AnsweringPeer(model.Answer, ""));

        var outcomes = session.Move([7, 11], MailboxModel.Destination);

        Assert.Equal("7 done gone copied 300; 11 done gone copied 301", string.Join("; ", outcomes.Select(Show)));
        Assert.Equal(["<7@x>", "<11@x>"], model.Mailboxes[MailboxModel.Destination].Values.Select(message => message.MessageId));
        Assert.Equal([12], model.Mailboxes[MailboxModel.Source].Keys);
    }

    [Fact]
    public void A_mailbox_that_can_only_be_read_is_not_changed()
    {
        var peer = new AnsweringPeer(new MailboxModel(Both).Answer, "");
        using var session = Open(peer);
        session.Examine(MailboxModel.Source);
        var heard = peer.Heard.Count;

        foreach (var change in new[] { "store", "move", "delete" })
            Assert.Same(MailErrors.MailboxReadOnly, Assert.ThrowsAny<MailException>(() => Run(session, change, [7])).Error);
        Assert.Equal(heard, peer.Heard.Count);
    }

    [Fact]
    public void A_flag_on_2000_messages_and_a_move_of_them_are_three_waits_each()
    {
        var uids = Enumerable.Range(1, 2000).Select(i => (2L * i) + 1_000_000).ToList();
        var peer = new AnsweringPeer(
            line => line.Contains("FETCH", StringComparison.Ordinal)
                ? string.Concat(line.Split(' ')[3].Split(',').Select(uid => $"* 1 FETCH (UID {uid} FLAGS (\\Flagged))\r\n")) +
                    line.Split(' ')[0] + " OK\r\n"
                : line.Contains("CAPABILITY", StringComparison.Ordinal)
                ? $"* CAPABILITY IMAP4rev1 MOVE\r\n{line.Split(' ')[0]} OK\r\n"
                : $"{line.Split(' ')[0]} OK\r\n", "");
        using var session = Open(peer);
        var before = session.Connection.RoundTrips;

        Assert.All(Run(session, "store", uids), message => Assert.True(message.IsDone));
        Assert.Equal(3, session.Connection.RoundTrips - before);
        Assert.Equal(2000, Run(session, "move", uids).Count);
        Assert.Equal(6, session.Connection.RoundTrips - before);
        Assert.All(peer.Heard, line => Assert.InRange(line.Length, 1, 8000));
    }

    /// <summary>The first of two sets is changed, and the connection lost before anybody looked how its messages are.</summary>
    [Theory]
    [InlineData("store")]
    [InlineData("move")]
    [InlineData("delete")]
    public void A_loss_between_two_sets_leaves_both_unknown(string change)
    {
        var uids = Enumerable.Range(1, 1500).Select(i => (2L * i) + 1_000_000).ToList();
        var changes = 0;
        using var session = Open(new AnsweringPeer(
            line => line.Contains("FETCH", StringComparison.Ordinal)
                ? string.Concat(line.Split(' ')[3].Split(',').Select(uid => $"* 1 FETCH (UID {uid})\r\n")) + line.Split(' ')[0] + " OK\r\n"
                : line.Contains("CAPABILITY", StringComparison.Ordinal)
                ? $"* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n{line.Split(' ')[0]} OK\r\n"
                : line.Contains("UID", StringComparison.Ordinal) && ++changes > (change == "delete" ? 2 : 1)
                ? ""
                : $"{line.Split(' ')[0]} OK\r\n", ""));

        var outcomes = Run(session, change, uids);

        Assert.Equal(1500, outcomes.Count);
        Assert.All(outcomes, message => Assert.Equal($"{message.Uid} unknown ChangeUnknown", Show(message)));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a)")]
    [InlineData("")]
    [InlineData("x\r\nA1 LOGOUT")]
    [InlineData("\u00fc")]
    public void A_keyword_that_is_none_is_not_sent(string keyword)
    {
        var peer = new AnsweringPeer(new MailboxModel(Both).Answer, "");
        using var session = Open(peer);

        Assert.Same(MailErrors.InvalidWireText,
            Assert.ThrowsAny<MailException>(() => session.Store([7], new ImapFlagChange { Added = [keyword] })).Error);
        Assert.DoesNotContain(peer.Heard,
            line => line.Contains("STORE", StringComparison.Ordinal) || line.Contains("LOGOUT", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_written_as_names_of_mailboxes()
    {
        var peer = new AnsweringPeer(
            line => $"{(line.Contains("FETCH", StringComparison.Ordinal) ? "* 1 FETCH (UID 7)\r\n" : "")}{line.Split(' ')[0]} OK\r\n", "");
        using var session = Open(peer);

        session.Store([7], new ImapFlagChange { AddedLabels = ["\\Starred", "a \"b\" \u00fc"], RemovedLabels = ["x"] });

        Assert.Contains(peer.Heard,
            line => line.EndsWith("UID STORE 7 +X-GM-LABELS.SILENT (\\Starred \"a \\\"b\\\" &APw-\")", StringComparison.Ordinal));
        Assert.Contains(peer.Heard, line => line.EndsWith("UID STORE 7 -X-GM-LABELS.SILENT (\"x\")", StringComparison.Ordinal));
        Assert.Contains(peer.Heard, line => line.EndsWith("UID FETCH 7 (UID FLAGS X-GM-LABELS)", StringComparison.Ordinal));
    }

    internal static IReadOnlyList<ImapMessageOutcome> Run(ImapSession session, string change, IReadOnlyList<long> uids) => change switch
    {
        "store" => session.Store(uids, new ImapFlagChange { Added = ["\\Flagged"] }),
        "copy" => session.Copy(uids, MailboxModel.Destination),
        "move" => session.Move(uids, MailboxModel.Destination),
        _ => session.Expunge(uids, expungesAll: change == "delete all"),
    };

    internal static string Show(ImapMessageOutcome message) => string.Join(' ', new[]
    {
        $"{message.Uid}", message.IsDone ? "done" : null, message.IsGone ? "gone" : null, message.IsCopied ? "copied" : null,
        message.NewUid?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        message.IsMarked ? "marked" : null, message.IsUnknown ? "unknown" : null, message.Failure?.Error.Id,
    }.OfType<string>());

    private static ImapSession Open(AnsweringPeer peer)
    {
        var session = ImapFixture.Over(peer);
        session.ReadCapabilities();
        session.Select(MailboxModel.Source);
        return session;
    }
}
