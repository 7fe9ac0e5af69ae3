using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Tests.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Two pieces of work in one session: whoever reads comes back to its own mailbox, or says why it cannot.</summary>
public class ImapSharedSessionTests
{
    private const int Count = 100;

    /// <summary>
    /// What else is done in between, the answer to the second EXAMINE of the mailbox that is read, and what comes of the reading.
    /// </summary>
    public static IEnumerable<object[]> Between =>
    [
        ["nothing", 7, "100 of A"],
        ["another mailbox", 7, "100 of A"],
        ["another mailbox", 8, "64 of A, 36 UidValidityChanged"],
        ["another mailbox", 0, "64 of A, 36 MailboxNotFound"],
        ["the same mailbox", 7, "100 of A"],
        ["the same mailbox to change it", 7, "100 of A"],
        ["another mailbox that is not there", 7, "100 of A"],
        ["a new connection", 7, "100 of A"],
        ["a new connection and another mailbox", 7, "100 of A"],
        ["a new connection", 8, "1 of A, 99 UidValidityChanged"],
        ["the end of the connection", 7, "100 of A"],
        ["the end of the connection", 8, "64 of A, 36 UidValidityChanged"],
    ];

    [Theory]
    [MemberData(nameof(Between))]
    public void A_fetch_returns_to_its_mailbox(string between, int validity, string expected)
    {
        var opened = 0;
        var isGone = false;
        ImapSession Open()
        {
            var selected = "";
            isGone = false;
            return ImapFixture.Over(new AnsweringPeer(line => isGone ? "" : Answer(line, ref selected, ref opened, validity), "",
                Delivery.Whole), reopen: Open);
        }

        using var session = Open();
        session.Examine("A");

        var messages = new List<ImapFetchedMessage>();
        foreach (var message in session.Fetch([.. Enumerable.Range(1, Count)], "UID BODY.PEEK[HEADER]"))
        {
            messages.Add(message);
            if (messages.Count > 1)
                continue;
            isGone = between == "the end of the connection";
            Do(between, session);
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(uid => (long)uid), messages.Select(message => message.Uid).OrderBy(uid => uid));
        Assert.Equal(expected, string.Join(", ", messages
            .GroupBy(message => message.Failure is { } failure ? failure.Error.Id : "of " + Messages.MailText.Text(message.Mail!).Trim())
            .Select(group => $"{group.Count()} {group.Key}")));
    }

    [Theory]
    [InlineData("A", "", "A")]
    [InlineData("A", "B", "A")]
    [InlineData("B", "A", "B")]
    public void Flags_are_set_in_the_mailbox_of_the_message(string mailbox, string between, string expected)
    {
        var (selected, stored, opened) = ("", "", 0);
        using var session = ImapFixture.Over(new AnsweringPeer(
            line =>
            {
                if (line.Contains(" UID STORE ", StringComparison.Ordinal))
                    stored += selected;
                return Answer(line, ref selected, ref opened, 7);
            },
            "",
            Delivery.Whole));
        var chosen = session.Select(mailbox);
        if (between.Length > 0)
            session.Examine(between);

        session.BeginStore(chosen, 1, "\\Seen");

        Assert.Empty(session.EndStore(chosen));
        Assert.Equal(expected, stored);
    }

    [Fact]
    public void What_was_not_set_is_told_to_whoever_began_it()
    {
        var (selected, opened) = ("", 0);
        using var session = ImapFixture.Over(new AnsweringPeer(
            line => line.Contains(" UID STORE 1 ", StringComparison.Ordinal)
                ? $"{line.Split(' ')[0]} NO no\r\n"
                : Answer(line, ref selected, ref opened, 7), "", Delivery.Whole));
        var outer = session.Select("A");
        session.BeginStore(outer, 1, "\\Seen");
        var inner = session.Select("B");
        session.BeginStore(inner, 2, "\\Seen");

        Assert.Empty(session.EndStore(inner));
        Assert.Equal([1], session.EndStore(outer));
    }

    private static void Do(string what, ImapSession session)
    {
        if (what.StartsWith("a new connection", StringComparison.Ordinal))
            session.Reopen();
        if (what.EndsWith("another mailbox", StringComparison.Ordinal))
            session.Examine("B");
        if (what == "another mailbox that is not there")
            Assert.Equal("MailboxNotFound", ImapFixture.OutcomeOf(() => session.Examine("none").Name));
        if (what.StartsWith("the same mailbox", StringComparison.Ordinal))
            _ = what.EndsWith("to change it", StringComparison.Ordinal) ? session.Select("A") : session.Examine("A");
    }

    /// <summary>A server with the mailboxes A and B, whose messages say which one they are of.</summary>
    /// <param name="line">The command.</param>
    /// <param name="selected">The mailbox that is selected.</param>
    /// <param name="opened">How often A was.</param>
    /// <param name="validity">The UIDVALIDITY of A from the second time on; 0 if it is gone by then.</param>
    private static string Answer(string line, ref string selected, ref int opened, int validity)
    {
        var words = line.Split(' ');
        var tag = words[0];
        switch (words[1])
        {
            case "EXAMINE" or "SELECT":
                selected = words[2].Trim('"');
                var uidValidity = selected == "B" ? 7 : selected == "A" ? (opened++ == 0 || words[1] == "SELECT" ? 7 : validity) : 0;
                return uidValidity == 0
                    ? $"{tag} NO [NONEXISTENT] none\r\n"
                    : $"* 100 EXISTS\r\n* OK [UIDVALIDITY {uidValidity}] ok\r\n{tag} OK ok\r\n";
            case "UID" when words[2] == "FETCH":
                var of = selected;
                return string.Concat(Uids(words[3]).Select(uid => $"* {uid} FETCH (UID {uid} BODY[HEADER] \"{of}\")\r\n")) +
                    $"{tag} OK ok\r\n";
            default:
                return $"{tag} OK ok\r\n";
        }
    }

    private static IEnumerable<int> Uids(string set) => set.Split(',').SelectMany(range =>
    {
        var ends = range.Split(':').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    });
}
