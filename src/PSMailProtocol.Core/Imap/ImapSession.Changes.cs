using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Changes;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>
/// Changing messages of the selected mailbox: flags, copies, moves, removal. Messages are changed in sets, several of which are on their
/// way at once, and of each message the outcome is told. What the server says of a message afterwards counts, and not that it said OK.
/// </content>
public sealed partial class ImapSession
{
    /// <summary>How many sets are sent before an answer is read. Together they are small enough for any socket's buffers.</summary>
    private const int MostSets = 4;

    /// <summary>The flag of messages that EXPUNGE removes.</summary>
    internal const string DeletedFlag = "\\Deleted";

    private bool CanExpungeByUid => Capabilities.Has("UIDPLUS") || Capabilities.Has("IMAP4rev2");

    /// <summary>Whether messages can be moved by one command, which either moves a message or leaves it (RFC 6851).</summary>
    public bool CanMove => Capabilities.Has("MOVE") || Capabilities.Has("IMAP4rev2");

    /// <summary>Changes flags, keywords and labels of messages (RFC 9051 section 6.4.6).</summary>
    /// <param name="uids">The messages.</param>
    /// <param name="change">What is set and what is taken away.</param>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxReadOnly"/>; a failure of single messages is in their
    /// outcomes.</exception>
    public IReadOnlyList<ImapMessageOutcome> Store(IReadOnlyList<long> uids, ImapFlagChange change)
    {
        RequireWritable();
        return Change(uids, part => new ImapStoreSet(part, change));
    }

    /// <summary>Copies messages to another mailbox (RFC 9051 section 6.4.7).</summary>
    /// <param name="uids">The messages.</param>
    /// <param name="destination">The other mailbox.</param>
    public IReadOnlyList<ImapMessageOutcome> Copy(IReadOnlyList<long> uids, string destination) =>
        Change(uids, part => new ImapCopySet(part, destination));

    /// <summary>
    /// Removes messages for good. Without UIDPLUS they are marked as deleted, and removed only if that is wanted and nobody has marked
    /// others.
    /// </summary>
    /// <param name="uids">The messages.</param>
    /// <param name="expungesAll">Whether a server without UIDPLUS is told to remove all that is marked, if those are these messages
    /// alone.</param>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxReadOnly"/>; a failure of single messages is in their
    /// outcomes.</exception>
    public IReadOnlyList<ImapMessageOutcome> Expunge(IReadOnlyList<long> uids, bool expungesAll = false)
    {
        RequireWritable();
        var outcomes = Change(uids, part => new ImapExpungeSet(part, CanExpungeByUid));
        var marked = outcomes.Where(message => message.IsMarked && message.Failure?.Error == MailErrors.ExpungeUnsafe).ToList();
        if (expungesAll && marked.Count > 0)
            ExpungeAll(marked);
        return outcomes;
    }

    /// <summary>EXPUNGE, after a look at what it would take besides.</summary>
    private void ExpungeAll(IReadOnlyList<ImapMessageOutcome> marked)
    {
        using var operation = _connection.Operation();
        try
        {
            var others = Search(new ImapSearchCriteria { Deleted = true }).Except(marked.Select(message => message.Uid)).Count();
            if (others > 0)
            {
                foreach (var message in marked)
                    message.Fail(new MailException(MailErrors.ExpungeUnsafe,
                        $"{message.Failure!.Message} There are {others:N0} others that are marked."));
                return;
            }

            Run(new ImapExpungeCommand(null));
            var after = new ImapPresenceCommand([.. marked.Select(message => message.Uid)], "UID");
            if (!Run(after).IsOk)
                return;

            foreach (var message in marked.Where(message => !after.Found.ContainsKey(message.Uid)))
                (message.IsDone, message.IsGone, message.IsMarked, message.Failure) = (true, true, false, null);
        }
        catch (MailException e)
        {
            marked.ToList().ForEach(message => message.Fail(e));
        }
    }

    private void RequireWritable()
    {
        if (_state?.IsReadOnly == true)
            throw new MailException(MailErrors.MailboxReadOnly,
                $"The mailbox {WireText.Excerpt(Mailbox!.Name)} can only be read, so nothing in it was changed.");
    }

    private List<ImapMessageOutcome> Change(IReadOnlyList<long> uids, Func<IReadOnlyList<long>, ImapChangeSet> begin)
    {
        var sets = ImapUidSet.Split(uids, LongestSet).Select(begin).ToList();
        try
        {
            for (var first = 0; first < sets.Count; first += MostSets)
                Change(sets.GetRange(first, Math.Min(MostSets, sets.Count - first)));
        }
        catch (MailException e) when (_connection.IsClosed)
        {
            sets.ForEach(set => set.Interrupt(e));
            LookAgain(sets, e);
        }

        return [.. sets.SelectMany(set => set.Messages)];
    }

    private void Change(List<ImapChangeSet> sets)
    {
        using var operation = _connection.Operation();
        Drain();
        Complete(sets.Select(set => set.Before));
        sets.ForEach(set => set.Begin());
        Complete(sets.SelectMany(set => set.Commands));
        sets.ForEach(set => set.Look());
        Complete(sets.Select(set => set.After).OfType<ImapCommand>());
        sets.ForEach(set => set.Settle());
    }

    /// <summary>Sends commands together and reads until all of them are completed.</summary>
    private void Complete(IEnumerable<ImapCommand> commands)
    {
        var together = commands.ToList();
        together.ForEach(SendAlone);
        foreach (var command in together)
        {
            while (command.Completion is null)
                ReadResponse();
        }
    }

    /// <summary>Asks over another connection about the messages of which nobody knows, where there is one.</summary>
    private void LookAgain(List<ImapChangeSet> sets, MailException cause)
    {
        var open = sets.Where(set => set.LookItems is not null && set.Messages.Any(message => message.IsUnknown)).ToList();
        if (open.Count == 0 || !CanReopen)
            return;

        try
        {
            var mailbox = Mailbox!;
            Reopen();
            Return(mailbox);
            using var operation = _connection.Operation();
            foreach (var set in open)
            {
                var unknown = set.Messages.Where(message => message.IsUnknown).ToList();
                var presence = new ImapPresenceCommand([.. unknown.Select(message => message.Uid)], set.LookItems!);
                if (Run(presence).IsOk)
                    unknown.ForEach(
                        message => set.LookAgain(message, presence.Found.TryGetValue(message.Uid, out var found) ? found : null, cause));
            }
        }
        catch (MailException)
        {
            // What is unknown stays unknown, and says so.
        }
    }
}
