using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>UID SEARCH (RFC 9051 section 6.4.4).</content>
public sealed partial class ImapSession
{
    /// <summary>Finds messages of the selected mailbox.</summary>
    /// <returns>Their UIDs in ascending order.</returns>
    public IReadOnlyList<long> Search(ImapSearchCriteria criteria)
    {
        var found = new SortedSet<long>();
        var command = NewCommand("UID SEARCH");
        criteria.AddTo(command);
        using var operation = _connection.Operation();
        Expect(command, MailErrors.CommandRejected, "The search was refused", (keyword, _) =>
        {
            if (keyword != "SEARCH")
                return false;

            ReadFoundUids(found);
            return true;
        });
        return [.. found];
    }

    private void ReadFoundUids(SortedSet<long> found)
    {
        while (_reader.TryTake(' '))
        {
            // A space may stand at the end, and RFC 7162 puts (MODSEQ n) there.
            if (!_reader.TryNumber(out var uid))
                break;
            if (found.Count == _limits.SearchResults)
                throw _connection.LimitReached(nameof(ImapLimits.SearchResults), _limits.SearchResults);
            found.Add(uid);
        }

        _reader.SkipResponse();
    }
}
