using System.Collections.Generic;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>Copies of some messages (UID COPY, RFC 9051 section 6.4.7), of which the server makes all or none.</summary>
/// <param name="uids">The messages.</param>
/// <param name="destination">The other mailbox.</param>
internal sealed class ImapCopySet(IReadOnlyList<long> uids, string destination) : ImapChangeSet(uids)
{
    private ImapCopyCommand? _copy;

    /// <summary>That a message is where it was says nothing of its copy.</summary>
    public override string? LookItems => null;

    protected override string Doubt => "the message was copied";

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
    }

    protected override IReadOnlyList<ImapCommand> CommandsFor(string set) => [_copy = new ImapCopyCommand(set, destination, isMove: false)];

    protected override void Settle(ImapMessageOutcome message)
    {
        message.Tell(_copy!.CopyUid);
        if (_copy.Completion!.IsOk)
            message.IsDone = message.IsCopied = true;
        else
            message.Fail(_copy.Refusal(_copy.Completion));
    }
}
