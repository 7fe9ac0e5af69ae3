using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>
/// Removes some messages for good: they are marked as <c>\Deleted</c> and expunged (RFC 4315). Without UID EXPUNGE they are marked and no more,
/// since EXPUNGE takes what others have marked as well.
/// </summary>
internal sealed class ImapExpungeSet : ImapChangeSet
{
    private readonly ImapPresenceCommand _before;
    private readonly ImapStoreCommand _mark;
    private readonly ImapExpungeCommand? _expunge;
    private readonly ImapPresenceCommand _after;

    public ImapExpungeSet(IReadOnlyList<long> uids, string set, bool canExpunge)
        : base(uids)
    {
        _before = new ImapPresenceCommand(uids, set, "UID");
        _mark = new ImapStoreCommand(set, [ImapSession.DeletedFlag], isAdded: true);
        _expunge = canExpunge ? new ImapExpungeCommand(set) : null;
        _after = new ImapPresenceCommand(uids, set, LookItems);
        Commands = [.. new ImapCommand?[] { _before, _mark, _expunge, _after }.OfType<ImapCommand>()];
    }

    public override IReadOnlyList<ImapCommand> Commands { get; }

    public override string LookItems => "UID FLAGS";

    protected override string Doubt => "the message was removed";

    public override void Settle()
    {
        var refused = new ImapCommand?[] { _mark, _expunge, _after }.FirstOrDefault(command => command?.Completion is { IsOk: false });
        var refusal = refused is null ? null : new ImapStatusException(MailErrors.CommandRejected, $"The server refused {refused.Name}", refused.Completion!);
        foreach (var message in Messages)
        {
            if (!IsThere(_before, message.Uid))
                message.Fail(Gone(message.Uid));
            else if (_after.Completion!.IsOk)
                Settle(message, _after.Found.TryGetValue(message.Uid, out var found) ? found : null, refusal);
            else
                message.Fail(refusal!);
        }
    }

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        if (_before.Completion is { IsOk: true } && !_before.Found.ContainsKey(message.Uid))
        {
            message.Fail(Gone(message.Uid));
            return;
        }

        if (found is null && !_before.Found.ContainsKey(message.Uid))
            return;

        Settle(message, found, new MailException(cause.Error, $"The message with the UID {message.Uid} was not removed, as a second look shows: {cause.Message}", cause));
        if (message.IsDone)
            message.Remark = $"It is gone, as a second look shows. {cause.Message}";
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
        message.Fail(cause ?? (_expunge is null && message.IsMarked ? Unsafe(message.Uid) : StillThere(message)));
    }

    private static MailException Unsafe(long uid) => new(
        MailErrors.ExpungeUnsafe,
        $"The message with the UID {uid} is marked as deleted and not removed: the server cannot remove single messages (UIDPLUS), and EXPUNGE takes whatever others have marked as well.");

    private static MailException StillThere(ImapMessageOutcome message) => new(
        MailErrors.CommandRejected, $"The server agreed, and the message with the UID {message.Uid} is still there{(message.IsMarked ? ", marked as deleted" : "")}.");
}
