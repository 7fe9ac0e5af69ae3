using System.Collections.Generic;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>Copies of some messages (UID COPY, RFC 9051 section 6.4.7), of which the server makes all or none.</summary>
internal sealed class ImapCopySet : ImapChangeSet
{
    private readonly ImapPresenceCommand _before;
    private readonly ImapCopyCommand _copy;

    public ImapCopySet(IReadOnlyList<long> uids, string set, string destination)
        : base(uids)
    {
        _before = new ImapPresenceCommand(uids, set, "UID");
        _copy = new ImapCopyCommand(set, destination, isMove: false);
        Commands = [_before, _copy];
    }

    public override IReadOnlyList<ImapCommand> Commands { get; }

    /// <summary>That a message is where it was says nothing of its copy.</summary>
    public override string? LookItems => null;

    protected override string Doubt => "the message was copied";

    public override void Settle()
    {
        foreach (var message in Messages)
        {
            var isTold = ImapMoveSet.Tell(message, _copy.CopyUid);
            if (!_copy.Completion!.IsOk)
                message.Fail(_copy.Refusal(_copy.Completion));
            else if (isTold || IsThere(_before, message.Uid))
                message.IsDone = message.IsCopied = true;
            else
                message.Fail(Gone(message.Uid));
        }
    }

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
    }
}
