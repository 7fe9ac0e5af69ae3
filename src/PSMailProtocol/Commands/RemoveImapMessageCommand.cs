using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Removes messages: to the trash, or for good.</summary>
[Cmdlet(VerbsCommon.Remove, "ImapMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessageResult))]
public sealed class RemoveImapMessageCommand : ImapChangeCommand
{
    /// <summary>What results of this command name as its action.</summary>
    internal const string ResultAction = "Remove";

    private const string Trash = "\\Trash";

    /// <summary>Delete for good, and not into the trash.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Permanent { get; set; }

    /// <summary>
    /// Where the server cannot remove single messages, remove them by what would also remove others, after a look that there are none.
    /// </summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Force { get; set; }

    private protected override string ResultName => ResultAction;

    private protected override string Question => Permanent ? "Delete message for good" : "Move message to the trash";

    private protected override void CheckParameters()
    {
        if (Force && !Permanent)
            throw new MailException(MailErrors.InvalidParameter,
                "-Force is about deleting for good, and -Permanent is not given. It does not suppress the question; -Confirm:$false does.");
    }

    /// <summary>The trash; on Gmail messages are deleted from there alone, whatever is done with them elsewhere.</summary>
    private protected override string? FindDestination(ImapSession session, MailboxChoice choice, MailboxId mailbox)
    {
        if (Permanent && !session.Capabilities.Has("X-GM-EXT-1"))
            return null;

        string trash;
        try
        {
            trash = choice.Existing(Trash, nameof(Mailbox));
        }
        catch (MailException e) when (e.Error == MailErrors.MailboxNotFound)
        {
            throw new MailException(MailErrors.TrashNotFound,
                $"The server names no mailbox of {mailbox.Server} as the trash of {WireText.Excerpt(mailbox.UserName)}, so that nothing " +
                "was removed.", e);
        }

        if (trash != mailbox.Name)
            return trash;
        return Permanent ? null : throw new AdvisedException(
            MailErrors.InvalidParameter, $"The messages lie in {WireText.Excerpt(trash)}, which is the trash. Nothing was removed.",
            "Give -Permanent to delete them for good.");
    }

    private protected override IReadOnlyList<ImapMessageOutcome> Act(ImapSession session, IReadOnlyList<long> uids, string? destination)
    {
        if (destination is null)
            return session.Expunge(uids, expungesAll: Force);

        var moved = session.Move(uids, destination);
        return Permanent ? DeleteFrom(session, destination, moved) : moved;
    }

    /// <summary>Deletes from the trash what was moved there, by the UIDs that the server gave it.</summary>
    private static IReadOnlyList<ImapMessageOutcome> DeleteFrom(ImapSession session, string trash, IReadOnlyList<ImapMessageOutcome> moved)
    {
        foreach (var message in moved.Where(message => message is { IsDone: true, NewUid: null }))
            message.Fail(new MailException(MailErrors.ExpungeUnsafe,
                $"The message with the UID {message.Uid} lies in {WireText.Excerpt(trash)} and is not deleted: the server does not say " +
                "under which UID."));

        var named = moved.Where(message => message.IsDone).ToDictionary(message => message.NewUid!.Value);
        if (named.Count == 0)
            return moved;

        try
        {
            session.Select(trash).RequireUidValidity(named.Values.First().NewUidValidity);
            foreach (var deleted in session.Expunge([.. named.Keys]).Where(deleted => !deleted.IsDone))
                named[deleted.Uid].Fail(deleted.Failure!);
        }
        catch (MailException e)
        {
            foreach (var message in named.Values)
                message.Fail(e);
        }

        foreach (var message in named.Values.Where(message => message.IsDone))
            message.ForgetCopy();
        return moved;
    }
}
