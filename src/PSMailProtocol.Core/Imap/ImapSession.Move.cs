using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Changes;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Moving messages: by MOVE (RFC 6851), or by COPY, <c>\Deleted</c> and UID EXPUNGE where the server has no MOVE.</content>
public sealed partial class ImapSession
{
    /// <summary>
    /// Moves messages to another mailbox. Without MOVE nothing is removed whose copy is not confirmed, and what an earlier run has copied
    /// and not removed is not copied again.
    /// </summary>
    /// <param name="uids">The messages.</param>
    /// <param name="destination">The other mailbox.</param>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxReadOnly"/>; a failure of single messages is in their
    /// outcomes.</exception>
    public IReadOnlyList<ImapMessageOutcome> Move(IReadOnlyList<long> uids, string destination)
    {
        RequireWritable();
        if (CanMove)
            return Change(uids, part => new ImapMoveSet(part, destination));

        Dictionary<long, (long Uid, long UidValidity)> earlier;
        var source = Mailbox!;
        try
        {
            earlier = EarlierCopies(uids, destination);
        }
        catch (MailException e) when (!_connection.IsClosed)
        {
            Return(source);
            return ImapMessageOutcome.NotAttempted(uids, e);
        }

        var outcomes = Copy([.. uids.Where(uid => !earlier.ContainsKey(uid))], destination).ToList();
        outcomes.AddRange(earlier.Select(copy => new ImapMessageOutcome(copy.Key)
        {
            IsCopied = true, NewUid = copy.Value.Uid, NewUidValidity = copy.Value.UidValidity,
            Remark = "A copy from before lay there, so that none was made.",
        }));
        RemoveCopied(outcomes.Where(message => message.IsCopied).ToDictionary(message => message.Uid), destination);
        return [.. outcomes.OrderBy(message => message.Uid)];
    }

    private void RemoveCopied(Dictionary<long, ImapMessageOutcome> copied, string destination)
    {
        foreach (var removal in Expunge([.. copied.Keys]))
        {
            var message = copied[removal.Uid];
            (message.IsDone, message.IsGone, message.IsMarked, message.IsUnknown, message.Flags) = (removal.IsDone, removal.IsGone,
                removal.IsMarked, removal.IsUnknown, removal.Flags);
            if (removal.Failure?.Error == MailErrors.UidNotFound)
            {
                (message.IsDone, message.IsGone) = (true, true);
            }
            else if (removal.Failure is { } failure)
            {
                message.Failure = new MailException(failure.Error,
                    $"A copy lies in {WireText.Excerpt(destination)}, and the message itself still has to go: {failure.Message}", failure);
            }
        }
    }

    /// <summary>
    /// The messages of which a copy lies in the other mailbox already, for all that Message-ID, size and the day of arrival tell: a run
    /// that broke off between copying and removing leaves such.
    /// </summary>
    private Dictionary<long, (long Uid, long UidValidity)> EarlierCopies(IReadOnlyList<long> uids, string destination)
    {
        var source = Mailbox!;
        var messages = FetchEnvelopes(uids, hasStructure: false).Where(IsRecognizable).ToList();
        if (messages.Count == 0)
            return [];

        var other = Examine(destination);
        var copies = FetchEnvelopes(Search(AsOld(messages)), hasStructure: false)
            .Where(copy => IsRecognizable(copy) && !copy.Flags.Contains(DeletedFlag, StringComparer.OrdinalIgnoreCase)).ToLookup(Identity);
        Select(source.Name).RequireUidValidity(source.UidValidity);
        return messages.GroupBy(Identity)
            .SelectMany(
                group => group.OrderBy(message => message.Uid)
                    .Zip(copies[group.Key].OrderBy(copy => copy.Uid), (message, copy) => (message.Uid, Copy: copy.Uid)))
            .ToDictionary(pair => pair.Uid, pair => (pair.Copy, other.UidValidity));
    }

    private static bool IsRecognizable(ImapFetchedMessage message) =>
        message is { Failure: null, Size: > 0, InternalDate: not null } && !string.IsNullOrWhiteSpace(message.Envelope?.MessageId);

    private static (string? MessageId, long? Size) Identity(ImapFetchedMessage message) => (message.Envelope!.MessageId, message.Size);

    /// <summary>Copies keep INTERNALDATE; servers search it by days of their own.</summary>
    private static ImapSearchCriteria AsOld(List<ImapFetchedMessage> messages) => new()
    {
        Since = messages.Min(message => message.InternalDate!.Value).UtcDateTime.Date.AddDays(-1),
        Before = messages.Max(message => message.InternalDate!.Value).UtcDateTime.Date.AddDays(2),
        LargerThan = messages.Min(message => message.Size!.Value) - 1,
        SmallerThan = messages.Max(message => message.Size!.Value) + 1,
    };
}
