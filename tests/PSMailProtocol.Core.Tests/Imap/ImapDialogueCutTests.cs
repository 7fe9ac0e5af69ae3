using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Pop3;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>
/// The connection ends after every octet of a whole dialogue, in either direction: what was delivered is whole, everything else that
/// was found is named, and where another connection may be opened all of it comes.
/// </summary>
public class ImapDialogueCutTests
{
    private static readonly Dictionary<long, string> Texts = new()
    {
        [7] = "Subject: a\r\n\r\none\r\n",
        [11] = "Subject: b\r\n\r\n) {5}\r\n",
        [12] = "Subject: c\r\n\r\nA007 OK\r\n",
    };

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    public void Found_is_whole_or_named_wherever_the_connection_ends(bool sent, bool byEnvelope, bool reopens)
    {
        var outcomes = new HashSet<string>();
        var isCut = true;
        for (var octets = 0; isCut; octets++)
        {
            using var peer = new CuttingPeer(Answer, sent ? octets : int.MaxValue, sent ? int.MaxValue : octets);
            var opened = 0;
            ImapSession Open()
            {
                opened++;
                var session = ImapFixture.Over(new AnsweringPeer(Answer, "* OK hi\r\n"));
                session.Begin(ImapFixture.Account());
                return session;
            }

            using var session = ImapFixture.Over(peer, reopen: reopens ? Open : null);
            var outcome = ImapFixture.OutcomeOf(() => Read(session, byEnvelope));
            isCut = peer.IsCut;
            outcomes.Add(outcome.Contains('!', StringComparison.Ordinal) || outcome.Contains(' ', StringComparison.Ordinal)
                ? outcome
                : "!" + outcome);
            Assert.InRange(opened, 0, 1);
            if (reopens)
                Assert.DoesNotContain(" !", outcome, StringComparison.Ordinal);
        }

        const string All = "7 11 12";
        Assert.Superset(reopens || !sent
            ? [All, "!ConnectionLost"]
            : new HashSet<string> { All, "!ConnectionLost", "7 !11 !12", "!7 !11 !12" }, outcomes);
        Assert.Subset(new HashSet<string> { All, "!ConnectionLost", "7 11 !12", "7 !11 !12", "!7 !11 !12" }, outcomes);
    }

    /// <summary>The UIDs that were found, with a mark at those that did not come.</summary>
    private static string Read(ImapSession session, bool byEnvelope)
    {
        session.Begin(ImapFixture.Account());
        session.Examine("INBOX");
        var found = session.Search(new ImapSearchCriteria());
        Assert.Equal([7, 11, 12], found);
        var messages = (byEnvelope ? session.FetchEnvelopes(found) : session.FetchMessages(found)).OrderBy(message => message.Uid).ToList();
        foreach (var message in messages.Where(message => message.Failure is null))
        {
            if (byEnvelope)
                Assert.Equal(Texts[message.Uid][9..10], message.Envelope!.Subject);
            else
                Assert.Equal(Texts[message.Uid], message.Mail!.Text());
        }

        Assert.All(messages.Where(message => message.Failure is not null),
            message => Assert.Contains($"UID {message.Uid} ", message.Failure!.Message, StringComparison.Ordinal));
        session.Logout();
        return string.Join(' ', messages.Select(message => (message.Failure is null ? "" : "!") + message.Uid));
    }

    private static string Answer(string line)
    {
        var words = line.Split(' ');
        var fetched = words.Length > 3 && words[2] == "FETCH" ? Uids(words[3]) : [];
        var answer = words[1] switch
        {
            "CAPABILITY" => "* CAPABILITY IMAP4rev1 ID\r\n",
            "ID" => "* ID (\"name\" \"x\")\r\n",
            "EXAMINE" => "* 3 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n",
            "LOGOUT" => "* BYE bye\r\n",
            "UID" when words[2] == "SEARCH" => "* SEARCH 7 11 12\r\n",
            _ when line.Contains("ENVELOPE", StringComparison.Ordinal) => string.Concat(fetched.Select(uid =>
                $"* 1 FETCH (UID {uid} RFC822.SIZE 9 ENVELOPE (NIL {{1}}\r\n{Texts[uid][9]} NIL NIL NIL NIL NIL NIL NIL NIL) " +
                "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1))\r\n")),
            _ when line.Contains("BODY", StringComparison.Ordinal) =>
                string.Concat(fetched.Select(uid => $"* 1 FETCH (UID {uid} BODY[] {{{Texts[uid].Length}}}\r\n{Texts[uid]})\r\n")),
            _ => string.Concat(fetched.Select(uid => $"* 1 FETCH (UID {uid} RFC822.SIZE {Texts[uid].Length})\r\n")),
        };
        return answer + words[0] + " OK done\r\n";
    }

    private static IEnumerable<long> Uids(string set) =>
        set.Split(',')
            .SelectMany(
                range => range.Split(':') is var ends && ends.Length == 2
                    ? Texts.Keys.Where(
                        uid => uid >= long.Parse(ends[0], System.Globalization.CultureInfo.InvariantCulture)
                            && uid <= long.Parse(ends[1], System.Globalization.CultureInfo.InvariantCulture))
                    : [long.Parse(range, System.Globalization.CultureInfo.InvariantCulture)]);
}
