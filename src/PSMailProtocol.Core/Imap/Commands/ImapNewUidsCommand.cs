using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>UID FETCH (RFC 9051 section 6.4.5) of the UIDs from one on, and of the last message where none is so high.</summary>
/// <param name="first">The first UID.</param>
/// <param name="mostFound">The cap on how many come, whose error is <paramref name="limitReached"/>.</param>
/// <param name="limitReached">Makes the error for more than that.</param>
internal sealed class ImapNewUidsCommand(long first, int mostFound, Func<MailException> limitReached) : ImapCommand<IReadOnlyCollection<long>>
{
    private readonly SortedSet<long> _uids = [];

    public override string Name => "UID FETCH";

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(first.ToString(CultureInfo.InvariantCulture) + ":*").Words("(UID)");

    public override bool Take(object response)
    {
        if (response is not ImapFetchedMessage { Uid: > 0 } message)
            return false;

        // What the server tells of flags meanwhile may have a UID as well, and is then of a message that is there.
        _uids.Add(message.Uid);
        return _uids.Count <= mostFound ? true : throw limitReached();
    }

    public override IReadOnlyCollection<long> End(ImapStatus completion) =>
        completion.IsOk ? _uids : throw Refused(MailErrors.CommandRejected, "What is new was not told", completion);
}
