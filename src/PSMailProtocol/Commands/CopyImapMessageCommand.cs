using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <summary>Copies messages to another mailbox of the same account.</summary>
[Cmdlet(VerbsCommon.Copy, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessageResult))]
public sealed class CopyImapMessageCommand : ImapDestinationCommand
{
    private protected override string ResultName => "Copy";

    private protected override bool OnlyReads => true;

    private protected override IReadOnlyList<ImapMessageOutcome> Act(ImapSession session, IReadOnlyList<long> uids, string? destination) =>
        session.Copy(uids, destination!);
}
