using System.Collections.Generic;
using PSMailProtocol.Accounts;

namespace PSMailProtocol.Commands;

/// <summary>The messages of one IMAP mailbox that came through the pipeline, by their UIDs, and wait for its end.</summary>
/// <param name="id">The mailbox.</param>
/// <param name="account">The login to it.</param>
internal sealed class PendingMailbox(MailboxId id, MailAccount account)
{
    private readonly Dictionary<long, MessageHeadline> _headlines = [];
    private readonly Dictionary<long, object?> _inputs = [];
    private readonly HashSet<long> _agreed = [];
    private readonly List<long> _uids = [];

    public MailboxId Id => id;

    public MailAccount Account => account;

    /// <summary>The messages, each once, in the order in which they came.</summary>
    public IReadOnlyList<long> Uids => _uids;

    /// <summary>Adds a message.</summary>
    /// <param name="uid">Its UID.</param>
    /// <param name="input">The object that came in for it, if it is wanted again.</param>
    /// <param name="headline">What it is known by, of a message about which the user was asked already; null of another.</param>
    public void Add(long uid, object? input, MessageHeadline? headline = null)
    {
        if (!_inputs.ContainsKey(uid))
            _uids.Add(uid);
        _inputs[uid] = input;
        if (headline is null)
            return;

        _headlines[uid] = headline;
        _agreed.Add(uid);
    }

    /// <summary>Whether the user was asked about it and agreed.</summary>
    public bool IsAgreed(long uid) => _agreed.Contains(uid);

    /// <summary>Notes what a message is known by.</summary>
    public void Note(long uid, MessageHeadline headline) => _headlines[uid] = headline;

    /// <summary>What a message is known by; null if nobody read it.</summary>
    public MessageHeadline? HeadlineOf(long uid) => _headlines.TryGetValue(uid, out var headline) ? headline : null;

    public object? InputOf(long uid) => _inputs.TryGetValue(uid, out var input) ? input : null;
}
