using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <content>Messages are marked, copied, moved and removed.</content>
public abstract partial class SampleChecks
{
    /// <summary>
    /// Flags, copies, moves and removal, each of messages that are there and of one that is not, and what another session finds then.
    /// </summary>
    /// <param name="tls">How the connection is encrypted.</param>
    /// <param name="hasUidPlus">Whether the server tells UIDs of copies and removes single messages.</param>
    protected void AssertChanges(TlsMode tls, bool hasUidPlus = true)
    {
        var (mailbox, uids) = server.FillAnother("Changed" + tls);
        var (other, others) = server.FillAnother("Other" + tls);
        var missing = uids[^1] + 1000;
        var keyword = server.HasKeywords ? "Mine" : "\\Answered";
        var newUids = new Dictionary<int, long?>();
        using (var session = server.Open(tls))
        {
            session.Select(mailbox);
            AssertOutcomes(session.Store([uids[0], missing, uids[3], uids[4]],
                new ImapFlagChange { Added = ["\\Flagged", keyword], Removed = ["\\Draft"] }), missing);
            AssertOutcomes(session.Store([uids[3], missing], new ImapFlagChange { Removed = ["\\Flagged", keyword] }), missing);
            Note(session.Copy([uids[10], uids[11], missing], other), [10, 11]);
            var moves = session.Move([missing, uids[20], uids[21], uids[22], uids[40]], other);
            if (hasUidPlus)
                Note(moves, [20, 21, 22, 40]);
            else
                Assert.All(moves.Where(move => move.Uid != missing),
                    move => Assert.Equal((true, true, MailErrors.ExpungeUnsafe), (move.IsCopied, move.IsMarked, move.Failure?.Error)));
            if (hasUidPlus)
                AssertOutcomes(session.Expunge([uids[30], uids[31], missing]), missing);
            else
                Assert.All(session.Expunge([uids[30], uids[31]], expungesAll: true),
                    refused => Assert.Same(MailErrors.ExpungeUnsafe, refused.Failure?.Error));
            Assert.Equal("MailboxNotFound", Assert.Single(session.Move([uids[50]], mailbox + "None")).Failure?.Error.Id);
            session.Logout();
        }

        using var looking = server.Open(tls);
        looking.Examine(mailbox);
        var left = looking.FetchFacts(looking.Search(new ImapSearchCriteria()));
        Assert.Equal(uids.Where((_, index) => !hasUidPlus || index is not (20 or 21 or 22 or 40 or 30 or 31)),
            left.Select(message => message.Uid));
        Assert.All(new[] { 0, 4 },
            index => Assert.Superset(new HashSet<string> { "\\Flagged", keyword },
                left.Single(message => message.Uid == uids[index]).Flags.ToHashSet()));
        Assert.DoesNotContain("\\Flagged", left.Single(message => message.Uid == uids[3]).Flags);
        looking.Examine(other);
        var moved = looking.FetchMessages([.. looking.Search(new ImapSearchCriteria()).Except(others)])
            .OrderBy(message => message.Uid).ToList();
        Assert.Equal([10, 11, 20, 21, 22, 40],
            moved.Select(message => server.Messages.Single(sample => sample.Octets.SequenceEqual(Octets(message.Mail)!)).Index));
        if (hasUidPlus)
            Assert.Equal(moved.Select(message => (long?)message.Uid), newUids.OrderBy(pair => pair.Key).Select(pair => pair.Value));

        void Note(IReadOnlyList<ImapMessageOutcome> outcomes, int[] indexes)
        {
            AssertOutcomes(outcomes, missing);
            foreach (var index in indexes)
                newUids[index] = outcomes.Single(outcome => outcome.Uid == uids[index]).NewUid;
        }
    }

    private static void AssertOutcomes(IReadOnlyList<ImapMessageOutcome> outcomes, long missing)
    {
        Assert.All(outcomes.Where(outcome => outcome.Uid != missing), outcome => Assert.Null(outcome.Failure));
        Assert.All(outcomes.Where(outcome => outcome.Uid != missing), outcome => Assert.True(outcome.IsDone));
        Assert.Equal("UidNotFound", outcomes.Single(outcome => outcome.Uid == missing).Failure?.Error.Id);
    }
}
