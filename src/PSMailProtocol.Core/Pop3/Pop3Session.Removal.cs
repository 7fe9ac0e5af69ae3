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
    /// <returns>One result for each UID, in the order given. A lost connection is a result and no exception; cancellation
    /// closes without QUIT, so that nothing is removed.</returns>
    public IReadOnlyList<Pop3Removal> RemoveAndQuit(IEnumerable<string> uids)
    {
        var removals = uids.Distinct().Select(uid => new Pop3Removal(uid)).ToList();
        var quitSent = false;
        try
        {
            var marked = Mark(removals);
            quitSent = true;
            Quit();
            foreach (var removal in removals)
                removal.Committed = true;
            foreach (var removal in marked)
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

    private List<Pop3Removal> Mark(IEnumerable<Pop3Removal> removals)
    {
        var numbersByUid = Uidl().ToLookup(row => row.Value, row => row.Key);
        var marked = new List<Pop3Removal>();
        foreach (var removal in removals)
        {
            removal.Failure = Identify(removal.Uid, numbersByUid);
            if (removal.Failure is not null)
                continue;

            try
            {
                Delete(numbersByUid[removal.Uid].Single());
                marked.Add(removal);
            }
            catch (Pop3ReplyException e)
            {
                removal.Failure = e;
            }
        }

        return marked;
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
