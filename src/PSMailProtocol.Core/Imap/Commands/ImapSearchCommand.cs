using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>UID SEARCH (RFC 9051 section 6.4.4). SEARCH and ESEARCH are both taken for an answer, whatever was asked for.</summary>
/// <param name="criteria">What to find.</param>
/// <param name="isExtended">Whether the server offers ESEARCH, whose answer has ranges.</param>
/// <param name="namesCharset">Whether text beyond ASCII goes with its charset.</param>
/// <param name="mostFound">The cap on what all answers together find, whose error is <paramref name="limitReached"/>.</param>
/// <param name="limitReached">Makes the error for more than that.</param>
internal sealed class ImapSearchCommand(ImapSearchCriteria criteria, bool isExtended, bool namesCharset, int mostFound,
    Func<MailException> limitReached)
    : ImapCommand<IReadOnlyList<long>>
{
    private readonly List<long> _found = [];

    public override string Name => "UID SEARCH";

    public override void Write(ImapWriter writer)
    {
        writer.Words(Name);
        if (isExtended)
            writer.Words("RETURN (ALL)");
        criteria.Write(writer, namesCharset);
    }

    public override bool Take(object response)
    {
        if (response is not ImapFound found || (found.Tag is not null && found.Tag != Tag))
            return false;

        if (_found.Count + found.Uids.Count > mostFound)
            throw limitReached();
        _found.AddRange(found.Uids);
        return true;
    }

    /// <summary>The UIDs in ascending order.</summary>
    public override IReadOnlyList<long> End(ImapStatus completion) => completion.IsOk
        ? [.. _found.Where(uid => uid > 0).Distinct().OrderBy(uid => uid)]
        : throw Refused(completion.ResponseCode is ImapBadCharsetCode ? MailErrors.SearchCharsetUnsupported : MailErrors.CommandRejected,
            "The search was refused", completion);
}
