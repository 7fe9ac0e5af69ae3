using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <content>Removing messages by identity: one session maps UIDs to numbers, marks, and commits.</content>
public sealed partial class Pop3Session
{
    /// <summary>
    /// Removes the messages with the given UIDs and ends the session with QUIT. Numbers are looked up in this session,
    /// since those of another one mean nothing here.
    /// </summary>
    /// <param name="uids">The messages.</param>
    /// <param name="marked">Told after each message how many have been looked at.</param>
    /// <returns>One result for each UID, in the order given. A lost connection is a result and no exception; cancellation
    /// closes without QUIT, so that nothing is removed.</returns>
    public IReadOnlyList<Pop3Removal> RemoveAndQuit(IEnumerable<string> uids, Action<int>? marked = null)
    {
        var removals = uids.Distinct().Select(uid => new Pop3Removal(0, uid)).ToList();
        return Remove(removals, marked, () => Identify(removals));
    }

    /// <summary>Removes messages of this session's own listing, and ends the session with QUIT.</summary>
    /// <param name="entries">The messages, as <see cref="ReadListing"/> gave them in this session.</param>
    /// <param name="marked">Told after each message how many have been looked at.</param>
    /// <returns>One result for each, in the order given.</returns>
    public IReadOnlyList<Pop3Removal> RemoveAndQuit(IEnumerable<Pop3Entry> entries, Action<int>? marked = null) =>
        Remove([.. entries.Select(entry => new Pop3Removal(entry.Number, entry.Uid))], marked, () => { });

    /// <summary>
    /// The unique-ids that this session listed and that it did not mark for removal. They are in the maildrop still, so a
    /// later session that lists them as well goes by the same unique-ids.
    /// </summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    private List<Pop3Removal> Remove(List<Pop3Removal> removals, Action<int>? marked, Action identify)
    {
        var quitSent = false;
        try
        {
            identify();
            Mark(removals, marked);
            var doomed = new HashSet<string?>(removals.Where(removal => removal.Failure is null).Select(removal => removal.Uid));
            Kept = [.. _uids.Where(uid => !doomed.Contains(uid))];
            quitSent = true;
            Quit();
            foreach (var removal in removals)
            {
                removal.Committed = true;
                removal.Removed = removal.Failure is null;
            }
        }
        catch (MailException e)
        {
            Dispose();
            Report(removals, e, quitSent);
        }

        return removals;
    }

    private void Identify(List<Pop3Removal> removals)
    {
        var numbersByUid = Uidl().ToLookup(row => row.Value, row => row.Key);
        foreach (var removal in removals)
        {
            removal.Failure = Missing(removal.Uid!, numbersByUid);
            removal.Number = removal.Failure is null ? numbersByUid[removal.Uid!].Single() : 0;
        }
    }

    /// <summary>
    /// Marks every message that was found, the last one first: a server that lets those behind a marked message move up, against
    /// RFC 1939 section 5, still has those before it at their numbers. A refusal concerns its message alone.
    /// </summary>
    private void Mark(List<Pop3Removal> removals, Action<int>? marked)
    {
        var doomed = removals.Where(removal => removal.Failure is null).OrderByDescending(removal => removal.Number).ToList();
        var pipeline = new Pop3Pipeline(_connection, Capabilities.Pipelining, request => DeleteCommand(request.Entry.Number),
            isLongAnswered: false);
        foreach (var removal in doomed)
            pipeline.Add(new Pop3Request(new Pop3Entry(removal.Number, 0, removal.Uid), 0));

        var done = removals.Count - doomed.Count;
        foreach (var removal in doomed)
        {
            using (_connection.Operation())
            {
                pipeline.Next();
                var reply = Pop3Reply.ReadInStep(_connection);
                if (!reply.IsPositive)
                    removal.Failure = new Pop3ReplyException(MailErrors.CommandRejected,
                        $"The server refused to delete message {removal.Number}", reply);
            }

            marked?.Invoke(++done);
        }

        Pop3Reply.RefuseUnasked(_connection);
    }

    private static void Report(List<Pop3Removal> removals, MailException cause, bool quitSent)
    {
        var failure = NotCommitted(cause, quitSent);
        foreach (var removal in removals)
        {
            removal.IsUncertain = quitSent && removal.Failure is null;
            removal.Failure ??= failure;
        }
    }

    private static MailException? Missing(string uid, ILookup<string, int> numbersByUid) => numbersByUid[uid].Count() switch
    {
        0 => new MailException(MailErrors.UidNotFound, $"No message in the maildrop has the UID {WireText.Excerpt(uid)}."),
        1 => null,
        var count => new MailException(MailErrors.DuplicateUid, $"{count} messages in the maildrop have the UID {WireText.Excerpt(uid)}."),
    };

    private static MailException NotCommitted(MailException cause, bool quitSent)
    {
        var outcome = (quitSent, cause) switch
        {
            (false, _) => "Nothing was removed",
            (true, Pop3ReplyException) => "The server could not remove every message and does not say which",
            _ => "QUIT was sent and not answered, so the messages may be gone or still there",
        };
        return new MailException(MailErrors.DeleteNotCommitted, $"{outcome}: {cause.Message}", cause);
    }
}
