using System;
using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// UID FETCH (RFC 9051 section 6.4.5) of one batch. Each message is handed on as soon as all that was asked for is there.
/// </summary>
/// <param name="uids">The messages.</param>
/// <param name="set">The same as a set.</param>
/// <param name="items">What is asked for.</param>
/// <param name="isWhole">Whether nothing of that is missing.</param>
/// <param name="handOn">Takes a message.</param>
internal sealed class ImapFetchCommand(IReadOnlyList<long> uids, string set, string items, Func<ImapFetchedMessage, bool> isWhole,
    Action<ImapFetchedMessage> handOn)
    : ImapCommand<ImapStatus>
{
    private readonly HashSet<long> _open = [.. uids];
    private readonly Dictionary<long, ImapFetchedMessage> _pieces = [];

    public override string Name => "UID FETCH";

    /// <summary>The messages that were asked for.</summary>
    public IReadOnlyList<long> Uids => uids;

    /// <summary>Whether neighbours were asked for as a range.</summary>
    public bool HasRange => set.IndexOf(':') >= 0;

    /// <summary>How many of them have not been handed on.</summary>
    public int Left => _open.Count;

    /// <summary>Whether content, or an answer that broke off, came and says not whose it is.</summary>
    public bool HasNameless { get; private set; }

    /// <summary>Whether something of a message came, and not all.</summary>
    public bool HasPart(long uid) => _pieces.ContainsKey(uid);

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(set).Words($"({items})");

    public override bool Take(object response)
    {
        if (response is not ImapFetchedMessage message)
            return false;

        // A server may tell of other messages at any time, and of one message in several pieces.
        HasNameless |= message.Uid == 0 && (message.HasContent || message.IsBroken);
        if (!_open.Contains(message.Uid))
            return false;

        if (_pieces.TryGetValue(message.Uid, out var known))
            known.Merge(message);
        else
            _pieces[message.Uid] = known = message;
        if (isWhole(known))
            HandOn(known);
        return true;
    }

    /// <summary>Hands on what came in part, if that is enough; gives the UIDs of which nothing will come any more.</summary>
    /// <param name="isEnough">Whether a message that lacks something is one all the same.</param>
    public IReadOnlyList<long> Missing(Func<ImapFetchedMessage, bool> isEnough)
    {
        foreach (var piece in new List<ImapFetchedMessage>(_pieces.Values))
        {
            if (isEnough(piece))
                HandOn(piece);
        }

        var missing = new List<long>(_open);
        missing.Sort();
        return missing;
    }

    public override ImapStatus End(ImapStatus completion) => completion;

    private void HandOn(ImapFetchedMessage message)
    {
        _open.Remove(message.Uid);
        _pieces.Remove(message.Uid);
        handOn(message);
    }
}
