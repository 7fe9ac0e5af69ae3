using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>
/// Removes some messages for good: they are marked as <c>\Deleted</c> and expunged (RFC 4315). Without UID EXPUNGE they are marked and no
/// more, since EXPUNGE takes what others have marked as well.
/// </summary>
/// <param name="uids">The messages.</param>
/// <param name="canExpunge">Whether the server has UID EXPUNGE.</param>
internal sealed class ImapExpungeSet(IReadOnlyList<long> uids, bool canExpunge) : ImapChangeSet(uids)
{
    public override string LookItems => "UID FLAGS";

    protected override string Doubt => "the message was removed";

    private MailException? Refusal =>
        Commands.Append(After!).FirstOrDefault(command => command.Completion is { IsOk: false }) is { } refused
            ? new ImapStatusException(MailErrors.CommandRejected, $"The server refused {refused.Name}", refused.Completion!)
            : null;

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        Settle(message, found,
            new MailException(cause.Error,
                $"The message with the UID {message.Uid} was not removed, as a second look shows: {cause.Message}", cause));
        if (message.IsDone)
            message.Remark = $"It is gone, as a second look shows. {cause.Message}";
    }

    protected override IReadOnlyList<ImapCommand> CommandsFor(string set)
    {
        var mark = new ImapStoreCommand(set, [ImapSession.DeletedFlag], isAdded: true);
        return canExpunge ? [mark, new ImapExpungeCommand(set)] : [mark];
    }

    protected override void Settle(ImapMessageOutcome message)
    {
        if (After!.Completion!.IsOk)
            Settle(message, After.Found.TryGetValue(message.Uid, out var found) ? found : null, Refusal);
        else
            message.Fail(Refusal!);
    }

    private void Settle(ImapMessageOutcome message, ImapFetchedMessage? found, MailException? cause)
    {
        message.IsUnknown = false;
        message.Failure = null;
        message.IsDone = message.IsGone = found is null;
        if (found is null)
            return;

        message.Flags = found.Flags;
        message.IsMarked = found.Flags.Contains(ImapSession.DeletedFlag, StringComparer.OrdinalIgnoreCase);
        message.Fail(cause ?? (!canExpunge && message.IsMarked ? Unsafe(message.Uid) : StillThere(message)));
    }

    private static MailException Unsafe(long uid) => new(
        MailErrors.ExpungeUnsafe,
        $"The message with the UID {uid} is marked as deleted and not removed: the server cannot remove single messages (UIDPLUS), and " +
        "EXPUNGE takes whatever others have marked as well.");

    private static MailException StillThere(ImapMessageOutcome message) => new(
        MailErrors.CommandRejected,
        $"The server agreed, and the message with the UID {message.Uid} is still there{(message.IsMarked ? ", marked as deleted" : "")}.");
}
