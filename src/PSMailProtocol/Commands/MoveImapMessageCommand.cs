using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <summary>Moves messages to another mailbox of the same account.</summary>
[Cmdlet(VerbsCommon.Move, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessageResult))]
public sealed class MoveImapMessageCommand : ImapDestinationCommand
{
    private protected override string ResultName => "Move";

    private protected override IReadOnlyList<ImapMessageOutcome> Act(ImapSession session, IReadOnlyList<long> uids, string? destination) =>
        session.Move(uids, destination!);
}
