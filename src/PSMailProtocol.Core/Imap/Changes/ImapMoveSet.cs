using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>
/// A move of some messages (UID MOVE, RFC 6851). A server may move some of them before it refuses, so where COPYUID does not name each
/// they are looked for afterwards.
/// </summary>
/// <param name="uids">The messages.</param>
/// <param name="destination">The other mailbox.</param>
internal sealed class ImapMoveSet(IReadOnlyList<long> uids, string destination) : ImapChangeSet(uids)
{
    private ImapCopyCommand? _move;

    public override string LookItems => "UID";

    protected override string Doubt => "the message was moved";

    protected override bool NeedsLook =>
        !_move!.Completion!.IsOk || !Before.Found.Keys.All(uid => _move.CopyUid?.Uids.ContainsKey(uid) == true);

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        message.Tell(_move!.CopyUid);
        if (found is not null)
        {
            message.Fail(new MailException(cause.Error,
                $"The message with the UID {message.Uid} was not moved, as a second look shows: {cause.Message}", cause));
            return;
        }

        (message.IsDone, message.IsCopied, message.IsGone, message.IsUnknown, message.Failure) = (true, true, true, false, null);
        message.Remark = $"It is gone from where it was, as a second look shows. {cause.Message}";
    }

    protected override IReadOnlyList<ImapCommand> CommandsFor(string set) => [_move = new ImapCopyCommand(set, destination, isMove: true)];

    protected override void Settle(ImapMessageOutcome message)
    {
        var refusal = _move!.Completion!.IsOk ? null : _move.Refusal(_move.Completion);
        message.IsCopied = message.Tell(_move.CopyUid);
        var isGone = After is null || (After.Completion!.IsOk ? !After.Found.ContainsKey(message.Uid) : refusal is null);
        if (!isGone)
        {
            message.Fail(
                refusal ?? new MailException(MailErrors.CommandRejected,
                    $"The server completed UID MOVE, and the message with the UID {message.Uid} is still where it was."));
        }
        else if (refusal is null || message.IsCopied)
        {
            message.IsDone = message.IsCopied = message.IsGone = true;
        }
        else
        {
            message.IsGone = true;
            message.Fail(new MailException(
                MailErrors.ChangeUnknown,
                $"The message with the UID {message.Uid} is no longer where it was, and the server refused to move it: {refusal.Message}",
                refusal));
            message.IsUnknown = true;
        }
    }
}
