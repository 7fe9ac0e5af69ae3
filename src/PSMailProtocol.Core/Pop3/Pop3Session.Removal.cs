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
        var removals = uids.Distinct().Select(uid => new Pop3Removal(uid)).ToList();
        var quitSent = false;
        try
        {
            var deleted = Mark(removals, marked);
            quitSent = true;
            Quit();
            foreach (var removal in removals)
                removal.Committed = true;
            foreach (var removal in deleted)
                removal.Removed = true;
        }
        catch (MailException e)
        {
            Dispose();
            var failure = NotCommitted(e, quitSent);
            foreach (var removal in removals)
                removal.Failure ??= failure;
        }

        return removals;
    }

    private List<Pop3Removal> Mark(List<Pop3Removal> removals, Action<int>? marked)
    {
        var numbersByUid = Uidl().ToLookup(row => row.Value, row => row.Key);
        for (var i = 0; i < removals.Count; i++)
        {
            removals[i].Failure = Identify(removals[i].Uid, numbersByUid) ?? TryDelete(numbersByUid[removals[i].Uid].Single());
            marked?.Invoke(i + 1);
        }

        return removals.FindAll(removal => removal.Failure is null);
    }

    private Pop3ReplyException? TryDelete(int number)
    {
        try
        {
            Delete(number);
            return null;
        }
        catch (Pop3ReplyException e)
        {
            return e;
        }
    }

    private static MailException? Identify(string uid, ILookup<string, int> numbersByUid) => numbersByUid[uid].Count() switch
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
