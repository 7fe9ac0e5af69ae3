using System;
using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>FETCH or UID FETCH (RFC 9051 sections 6.4.5 and 6.4.9) of the UIDs of messages of which not all need to be there.</summary>
/// <param name="name">FETCH or UID FETCH.</param>
/// <param name="set">The messages, by numbers or by UIDs.</param>
/// <param name="mostFound">The cap on how many come, whose error is <paramref name="limitReached"/>.</param>
/// <param name="limitReached">Makes the error for more than that.</param>
internal sealed class ImapUidsCommand(string name, string set, int mostFound,
    Func<MailException> limitReached) : ImapCommand<IReadOnlyCollection<long>>
{
    private readonly SortedSet<long> _uids = [];

    public override string Name => name;

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(set).Words("(UID)");

    public override bool Take(object response)
    {
        if (response is not ImapFetchedMessage { Uid: > 0 } message)
            return false;

        // What the server tells of flags meanwhile may have a UID as well, and is then of a message that is there.
        _uids.Add(message.Uid);
        return _uids.Count <= mostFound ? true : throw limitReached();
    }

    /// <summary>The UIDs in ascending order.</summary>
    public override IReadOnlyCollection<long> End(ImapStatus completion) =>
        completion.IsOk ? _uids : throw Refused(MailErrors.CommandRejected, "The UIDs were not told", completion);
}
