using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Mailboxes: which there are, what they hold, and the one that is selected.</content>
public sealed partial class ImapSession
{
    /// <summary>How many mailboxes are asked about before an answer is read.</summary>
    private const int MostTogether = 50;

    private readonly List<(ImapMailbox Mailbox, long Uid, ImapStoreCommand Command)> _stores = [];
    private ImapMailboxState? _state;
    private ImapMailboxState? _lost;

    /// <summary>The selected mailbox as it is now, or null.</summary>
    public ImapMailbox? Mailbox => _state?.ToMailbox();

    /// <summary>Selects a mailbox to change it.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Select(string name) => Open(name, isReadOnly: false);

    /// <summary>Selects a mailbox to read it only, so that nothing becomes seen.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Examine(string name) => Open(name, isReadOnly: true);

    /// <summary>
    /// Makes sure that a mailbox is selected after others had their turn in this session, or its connection was replaced. It is
    /// selected anew where it has to be, and its UIDs have to mean what they meant.
    /// </summary>
    /// <param name="mailbox">The mailbox as it was when it was selected.</param>
    /// <exception cref="MailException"><see cref="MailErrors.UidValidityChanged"/>, <see cref="MailErrors.MailboxNotFound"/>.</exception>
    public void Return(ImapMailbox mailbox)
    {
        if (IsIn(mailbox))
            return;

        (mailbox.IsReadOnly ? Examine(mailbox.Name) : Select(mailbox.Name)).RequireUidValidity(mailbox.UidValidity);
    }

    /// <summary>Whether a mailbox is selected, for what it was selected for at the least, and its UIDs mean what they meant.</summary>
    internal bool IsIn(ImapMailbox mailbox) => Mailbox is { } open
        && open.Name == mailbox.Name && open.UidValidity == mailbox.UidValidity && (!open.IsReadOnly || mailbox.IsReadOnly);

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
        var isAlong = withStatus
            && ((Capabilities.Has("LIST-STATUS") && Capabilities.Has("LIST-EXTENDED")) || Capabilities.Has("IMAP4rev2"));
        using var operation = _connection.Operation();
        var entries = Run(new ImapListCommand(
            pattern,
            Capabilities.Has("SPECIAL-USE") && (Capabilities.Has("LIST-EXTENDED") || Capabilities.Has("IMAP4rev2")),
            isAlong ? StatusItems : null,
            _limits.ListItems,
            () => _connection.LimitReached(nameof(ImapLimits.ListItems), _limits.ListItems)));
        return isAlong || !withStatus
            ? entries
            : WithStatus(entries);
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

    /// <summary>The quotas that hold for each of some mailboxes, asked for together; none where the server does not say.</summary>
    public IReadOnlyList<IReadOnlyList<ImapQuota>> Quotas(IReadOnlyList<string> names)
    {
        if (!Capabilities.Has("QUOTA"))
            return [.. names.Select(_ => Array.Empty<ImapQuota>())];

        using var operation = _connection.Operation();
        return [.. Together(names, name => new ImapQuotaRootCommand(name)).Select(quotas => quotas ?? [])];
    }

    /// <summary>Begins to set a flag of a message and does not wait for the answer, so that messages can be read meanwhile.</summary>
    /// <param name="mailbox">The mailbox, to which the session returns if it has left it.</param>
    /// <param name="uid">The message.</param>
    /// <param name="flag">The flag as the protocol writes it: <c>\Seen</c>.</param>
    public void BeginStore(ImapMailbox mailbox, long uid, string flag)
    {
        using var operation = _connection.Operation();
        Return(mailbox);
        var command = new ImapStoreCommand(ImapUidSet.Format([uid]), [flag], isAdded: true);
        _stores.Add((mailbox, uid, command));
        Send(command);
    }

    /// <summary>Reads whatever answers are under way.</summary>
    /// <param name="mailbox">The mailbox of which <see cref="BeginStore"/> was told.</param>
    /// <returns>The messages of <see cref="BeginStore"/> whose flags were not set, for all that is known: refused, or lost with a
    /// connection.</returns>
    public IReadOnlyList<long> EndStore(ImapMailbox mailbox)
    {
        using var operation = _connection.Operation();
        Drain();
        var open = _stores.Where(store => ReferenceEquals(store.Mailbox, mailbox) && store.Command.Completion is not { IsOk: true })
            .Select(store => store.Uid).ToList();
        _stores.RemoveAll(store => ReferenceEquals(store.Mailbox, mailbox));
        return open;
    }

    private string StatusItems => string.Join(" ", new[]
    {
        "MESSAGES", "UNSEEN", "UIDNEXT", "UIDVALIDITY",
        Capabilities.Has("STATUS=SIZE") || Capabilities.Has("IMAP4rev2") ? "SIZE" : null,
        Capabilities.Has("CONDSTORE") ? "HIGHESTMODSEQ" : null,
    }.Where(item => item is not null));

    private List<ImapMailboxEntry> WithStatus(IReadOnlyList<ImapMailboxEntry> entries)
    {
        var names = entries.Where(entry => entry.IsSelectable).Select(entry => entry.Name).ToList();
        var statuses = Together(names, name => new ImapStatusCommand(name, StatusItems)).GetEnumerator();
        return [.. entries.Select(entry => entry.IsSelectable && statuses.MoveNext() ? entry with { Status = statuses.Current } : entry)];
    }

    /// <summary>
    /// Runs a command for each mailbox, many for each wait. A mailbox that may be listed and not be looked into gives null, and keeps no
    /// other from being asked.
    /// </summary>
    private IEnumerable<T?> Together<T>(IReadOnlyList<string> names, Func<string, ImapCommand<T>> commandFor)
        where T : class
    {
        Drain();
        for (var first = 0; first < names.Count; first += MostTogether)
        {
            var commands = names.Skip(first).Take(MostTogether).Select(commandFor).ToList();
            foreach (var command in commands)
                SendAlone(command);
            foreach (var command in commands)
                yield return EndOrNull(command);
        }
    }

    /// <summary>A name that goes as a literal waits for leave, and nothing may be sent behind it before that.</summary>
    private void SendAlone(ImapCommand command)
    {
        Send(command);
        while (_waiting.Count > 0)
            ReadResponse();
    }

    private T? EndOrNull<T>(ImapCommand<T> command)
        where T : class
    {
        try
        {
            return Await(command);
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

        // What happened to it while the connection was lost counts as a change.
        if (_lost?.Name == name)
            state.GoOnFrom(_lost);
        _lost = null;
        return state.ToMailbox();
    }
}
