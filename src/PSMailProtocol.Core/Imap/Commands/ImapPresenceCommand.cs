using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// UID FETCH of what tells that messages are there and how they are marked. What the server says last of a message counts: it may tell
/// of one before it carries out the command that the question was sent behind. Each UID is named, since GNU Mailutils gives nothing of a
/// range that begins with a message that is gone.
/// </summary>
/// <param name="uids">The messages.</param>
/// <param name="items">What is asked for: <c>UID</c>, <c>UID FLAGS</c>.</param>
internal sealed class ImapPresenceCommand(IReadOnlyList<long> uids, string items) : ImapCommand<ImapStatus>
{
    private readonly HashSet<long> _asked = [.. uids];
    private readonly Dictionary<long, ImapFetchedMessage> _found = [];

    public override string Name => "UID FETCH";

    /// <summary>Those that are there.</summary>
    public IReadOnlyDictionary<long, ImapFetchedMessage> Found => _found;

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(ImapUidSet.List(_asked)).Words($"({items})");

    public override bool Take(object response)
    {
        if (response is not ImapFetchedMessage message || !_asked.Contains(message.Uid))
            return false;

        if (_found.TryGetValue(message.Uid, out var known))
            known.Merge(message);
        else
            _found[message.Uid] = message;
        return true;
    }

    public override ImapStatus End(ImapStatus completion) => completion;
}
