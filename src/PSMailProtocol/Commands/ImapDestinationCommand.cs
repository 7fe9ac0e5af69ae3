using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>What moving and copying have in common: another mailbox of the same account.</summary>
public abstract class ImapDestinationCommand : ImapChangeCommand
{
    /// <summary>
    /// The other mailbox: its name, a special use such as <c>\Archive</c>, or a folder of Get-ImapFolder. No row binds it.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MailboxWords))]
    [ValidateNotNullOrEmpty]
    public PSObject? Destination { get; set; }

    private protected override string Question => $"{ResultName} message to {WireText.Excerpt(Destination!.ToString())}";

    private protected override string? FindDestination(ImapSession session, MailboxChoice choice, MailboxId mailbox)
    {
        var text = Destination!.BaseObject is ImapFolder folder ? folder.Mailbox.ToString() : Destination.ToString();
        var found = choice.Existing(text, nameof(Destination));
        if (found == mailbox.Name)
            throw new MailException(MailErrors.InvalidParameter,
                $"-{nameof(Destination)} is {WireText.Excerpt(found)}, where the messages lie already.");
        return found;
    }
}
