using System.Collections.Generic;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>A move of some messages (UID MOVE, RFC 6851). A server may move some of them before it refuses, so each is looked for afterwards.</summary>
internal sealed class ImapMoveSet : ImapChangeSet
{
    private readonly ImapPresenceCommand _before;
    private readonly ImapCopyCommand _move;
    private readonly ImapPresenceCommand _after;

    public ImapMoveSet(IReadOnlyList<long> uids, string set, string destination)
        : base(uids)
    {
        _before = new ImapPresenceCommand(uids, set, LookItems);
        _move = new ImapCopyCommand(set, destination, isMove: true);
        _after = new ImapPresenceCommand(uids, set, LookItems);
        Commands = [_before, _move, _after];
    }

    public override IReadOnlyList<ImapCommand> Commands { get; }

    public override string LookItems => "UID";

    protected override string Doubt => "the message was moved";

    /// <summary>Takes over what COPYUID tells of a message.</summary>
    /// <returns>Whether it tells anything.</returns>
    public static bool Tell(ImapMessageOutcome message, ImapCopyUidCode? code)
    {
        if (code is null || !code.Uids.TryGetValue(message.Uid, out var uid))
            return false;

        message.NewUid = uid;
        message.NewUidValidity = code.UidValidity;
        return true;
    }

    public override void Settle()
    {
        var refusal = _move.Completion!.IsOk ? null : _move.Refusal(_move.Completion);
        foreach (var message in Messages)
        {
            message.IsCopied = Tell(message, _move.CopyUid);
            if (!message.IsCopied && !IsThere(_before, message.Uid))
                message.Fail(Gone(message.Uid));
            else if (_after.Completion!.IsOk ? !_after.Found.ContainsKey(message.Uid) : refusal is null)
                Leave(message, refusal);
            else
                message.Fail(refusal ?? new MailException(MailErrors.CommandRejected, $"The server completed UID MOVE, and the message with the UID {message.Uid} is still where it was."));
        }
    }

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        if (found is not null)
        {
            message.Fail(new MailException(cause.Error, $"The message with the UID {message.Uid} was not moved, as a second look shows: {cause.Message}", cause));
        }
        else if (_before.Completion is { IsOk: true } && !_before.Found.ContainsKey(message.Uid))
        {
            message.Fail(Gone(message.Uid));
        }
        else if (_before.Found.ContainsKey(message.Uid))
        {
            Tell(message, _move.CopyUid);
            (message.IsDone, message.IsCopied, message.IsGone, message.IsUnknown, message.Failure) = (true, true, true, false, null);
            message.Remark = $"It is gone from where it was, as a second look shows. {cause.Message}";
        }
    }

    /// <summary>A message that is not where it was is moved, unless the server refused and names no copy.</summary>
    private static void Leave(ImapMessageOutcome message, MailException? refusal)
    {
        message.IsGone = true;
        if (refusal is null || message.IsCopied)
        {
            message.IsDone = message.IsCopied = true;
            return;
        }

        message.Fail(new MailException(
            MailErrors.ChangeUnknown, $"The message with the UID {message.Uid} is no longer where it was, and the server refused to move it: {refusal.Message}", refusal));
        message.IsUnknown = true;
    }
}
