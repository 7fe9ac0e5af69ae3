using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Mailboxes: which there are, what they hold, and the one that is selected.</content>
public sealed partial class ImapSession
{
    private ImapMailboxState? _state;

    /// <summary>The selected mailbox as it is now, or null.</summary>
    public ImapMailbox? Mailbox => _state?.ToMailbox();

    /// <summary>Selects a mailbox to change it.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Select(string name) => Open(name, isReadOnly: false);

    /// <summary>Selects a mailbox to read it only, so that nothing becomes seen.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Examine(string name) => Open(name, isReadOnly: true);

    /// <summary>Closes the selected mailbox and expunges nothing.</summary>
    public void Unselect()
    {
        using var operation = _connection.Operation();
        Run(new ImapUnselectCommand());
        _state = null;
    }

    /// <summary>The mailboxes whose names fit a pattern.</summary>
    /// <param name="pattern">The names: <c>*</c> stands for any text, <c>%</c> for any within a level.</param>
    /// <param name="withStatus">Whether to ask for their counts and sizes as well.</param>
    public IReadOnlyList<ImapMailboxEntry> List(string pattern, bool withStatus = false)
    {
        var isAlong = withStatus && (Capabilities.Has("LIST-STATUS") || Capabilities.Has("IMAP4rev2"));
        using var operation = _connection.Operation();
        var entries = Run(new ImapListCommand(
            pattern,
            Capabilities.Has("SPECIAL-USE") && (Capabilities.Has("LIST-EXTENDED") || Capabilities.Has("IMAP4rev2")),
            isAlong ? StatusItems : null,
            _limits.ListItems,
            () => _connection.LimitReached(nameof(ImapLimits.ListItems), _limits.ListItems)));
        return isAlong || !withStatus
            ? entries
            : [.. entries.Select(entry => entry.IsSelectable ? entry with { Status = StatusOrNull(entry.Name) } : entry)];
    }

    /// <summary>What a mailbox holds, without selecting it.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailboxStatus Status(string name)
    {
        using var operation = _connection.Operation();
        return Run(new ImapStatusCommand(name, StatusItems));
    }

    /// <summary>Where mailboxes are; null where the server does not say.</summary>
    public ImapNamespaces? Namespaces()
    {
        if (!Capabilities.Has("NAMESPACE") && !Capabilities.Has("IMAP4rev2"))
            return null;

        using var operation = _connection.Operation();
        return Run(new ImapNamespaceCommand());
    }

    /// <summary>The quotas that hold for a mailbox; none where the server has no such thing.</summary>
    public IReadOnlyList<ImapQuota> Quotas(string name)
    {
        if (!Capabilities.Has("QUOTA"))
            return [];

        using var operation = _connection.Operation();
        return Run(new ImapQuotaRootCommand(name));
    }

    /// <summary>Does nothing, and so keeps the session alive and hears what is new.</summary>
    public void Noop()
    {
        using var operation = _connection.Operation();
        Run(new ImapNoopCommand());
    }

    /// <summary>Changes flags of messages of the selected mailbox, which must not have been opened by <see cref="Examine"/>.</summary>
    /// <param name="uids">The messages.</param>
    /// <param name="flags">The flags as the protocol writes them, with a space between each two: <c>\Seen</c>.</param>
    /// <param name="isAdded">Whether they are set, and not taken away.</param>
    /// <exception cref="MailException"><see cref="MailErrors.CommandRejected"/> for a mailbox that can be read only; some servers agree there and change nothing.</exception>
    public void Store(IReadOnlyList<long> uids, string flags, bool isAdded = true)
    {
        if (_state?.IsReadOnly == true)
            throw new MailException(MailErrors.CommandRejected, $"The flags were not changed: the mailbox {WireText.Excerpt(Mailbox!.Name)} can be read only.");

        using var operation = _connection.Operation();
        foreach (var set in ImapUidSet.Split(uids, LongestSet))
            Run(new ImapStoreCommand(set, flags, isAdded));
    }

    private string StatusItems => string.Join(" ", new[]
    {
        "MESSAGES", "UNSEEN", "UIDNEXT", "UIDVALIDITY",
        Capabilities.Has("STATUS=SIZE") || Capabilities.Has("IMAP4rev2") ? "SIZE" : null,
        Capabilities.Has("CONDSTORE") ? "HIGHESTMODSEQ" : null,
    }.Where(item => item is not null));

    /// <summary>A mailbox that may be listed and not be looked into has no status, and keeps no other from having one.</summary>
    private ImapMailboxStatus? StatusOrNull(string name)
    {
        try
        {
            return Status(name);
        }
        catch (ImapStatusException e) when (e.Status.Condition is "NO" or "BAD")
        {
            return null;
        }
    }

    private ImapMailbox Open(string name, bool isReadOnly)
    {
        using var operation = _connection.Operation();

        // What the server says from now on is of this mailbox, or of none if it refuses (RFC 9051 section 6.3.2).
        Drain();
        var state = _state = new ImapMailboxState(name);
        try
        {
            state.IsReadOnly = Run(new ImapSelectCommand(name, isReadOnly));
        }
        catch
        {
            _state = null;
            throw;
        }

        return state.ToMailbox();
    }
}
