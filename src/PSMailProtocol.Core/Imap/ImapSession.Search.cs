using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap;

/// <content>UID SEARCH (RFC 9051 section 6.4.4).</content>
public sealed partial class ImapSession
{
    /// <summary>
    /// Finds messages of the selected mailbox. UIDs that are asked for are never left to the server's search, which takes them for
    /// numbers on some: whether they are there is asked with FETCH.
    /// </summary>
    /// <returns>Their UIDs in ascending order.</returns>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.SearchCharsetUnsupported"/> where text beyond ASCII cannot be
    /// sought.</exception>
    public IReadOnlyList<long> Search(ImapSearchCriteria criteria)
    {
        if (criteria.IsByUidAlone)
            return [.. new ImapFetch(this, Mailbox, criteria.Uids!, "UID").Read().Where(message => message.Failure is null)
                .Select(message => message.Uid).OrderBy(uid => uid)];

        using var operation = _connection.Operation();
        var found = SearchAll(criteria);
        return criteria.Uids is { Count: > 0 } uids ? [.. found.Intersect(uids)] : found;
    }

    private IReadOnlyList<long> SearchAll(ImapSearchCriteria criteria)
    {
        var isExtended = Capabilities.Has("ESEARCH") || Capabilities.Has("IMAP4rev2");
        try
        {
            return RunSearch(criteria, isExtended, namesCharset: true);
        }
        catch (ImapStatusException e) when (e.Error == MailErrors.SearchCharsetUnsupported && criteria.NeedsCharset && !IsUtf8)
        {
            return SearchWithoutCharset(criteria, isExtended, e);
        }
    }

    /// <summary>Servers that know no charset by name may compare the octets all the same.</summary>
    private IReadOnlyList<long> SearchWithoutCharset(ImapSearchCriteria criteria, bool isExtended, ImapStatusException refusal)
    {
        try
        {
            return RunSearch(criteria, isExtended, namesCharset: false);
        }
        catch (ImapStatusException e) when (e.Status.Condition is "NO" or "BAD")
        {
            throw refusal;
        }
    }

    private IReadOnlyList<long> RunSearch(ImapSearchCriteria criteria, bool isExtended, bool namesCharset) => Run(new ImapSearchCommand(
        criteria, isExtended, namesCharset, _limits.SearchResults,
        () => _connection.LimitReached(nameof(ImapLimits.SearchResults), _limits.SearchResults)));
}
