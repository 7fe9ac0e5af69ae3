using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <content>The sessions in which messages are changed, and what is reported of each message.</content>
public abstract partial class ImapChangeCommand
{
    /// <summary>Change it, all mailboxes of an account in one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var mailboxes in _pending.Values.GroupBy(mailbox => (mailbox.Account.ToString(), MailSession.Of(mailbox.Account)),
            (_, group) => group.ToList()))
        {
            var left = new Queue<PendingMailbox>(mailboxes);
            try
            {
                InImapSession(mailboxes[0].Account, (session, choice) =>
                {
                    while (left.Count > 0)
                        Change(session, choice, left.Dequeue());
                });
            }
            catch (MailException e)
            {
                foreach (var mailbox in left)
                    Emit(ImapMessageOutcome.NotAttempted(mailbox.Uids, e), mailbox, null);
            }
            catch (OperationCanceledException)
            {
                throw new System.Management.Automation.PipelineStoppedException();
            }
        }
    }

    /// <summary>What is done, as results name it.</summary>
    private protected abstract string ResultName { get; }

    /// <summary>Whether nothing is changed in the mailbox itself, so that it need not be opened for that.</summary>
    private protected virtual bool OnlyReads => false;

    /// <summary>Finds the mailbox to which the messages go; null if they go nowhere.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/>; then nothing is done.</exception>
    private protected virtual string? FindDestination(ImapSession session, MailboxChoice choice, MailboxId mailbox) => null;

    /// <summary>Changes messages of the opened mailbox.</summary>
    /// <param name="session">The session.</param>
    /// <param name="uids">The messages.</param>
    /// <param name="destination">What <see cref="FindDestination"/> found.</param>
    private protected abstract IReadOnlyList<ImapMessageOutcome> Act(ImapSession session, IReadOnlyList<long> uids, string? destination);

    private void Change(ImapSession session, MailboxChoice choice, PendingMailbox pending)
    {
        string? destination = null;
        IReadOnlyList<ImapMessageOutcome> outcomes;
        try
        {
            var mailbox = choice.Open(new ImapMailboxName(pending.Id.Name, pending.Id.UidValidity), isReadOnly: OnlyReads);
            destination = FindDestination(session, choice, MailboxId.OfMailbox(pending.Account, mailbox.Name, mailbox.UidValidity));
            var uids = Agreed(session, pending);
            Tell($"{ResultName} of {uids.Count:N0} messages in {mailbox.Name}.");
            Streams.Hold();
            outcomes = uids.Count == 0 ? [] : Act(session, uids, destination);
        }
        catch (MailException e)
        {
            outcomes = ImapMessageOutcome.NotAttempted(pending.Uids, e);
        }

        Emit(outcomes, pending, destination);
        Streams.Release();
    }

    /// <summary>Those about which the user was asked already, and those to which he agrees now, when their envelopes were read.</summary>
    private List<long> Agreed(ImapSession session, PendingMailbox pending)
    {
        var open = pending.Uids.Where(uid => !pending.IsAgreed(uid)).ToList();
        if (open.Count > 0 && IsAsked)
        {
            foreach (var fetched in session.FetchEnvelopes(open, hasStructure: false).Where(fetched => fetched.Failure is null))
                pending.Note(fetched.Uid, MessageHeadline.Of(ImapMessage.OfEnvelope(fetched, pending.Id, pending.Account)));
        }

        return [.. pending.Uids.Where(
            uid => pending.IsAgreed(uid) || IsAgreed(TargetOf(pending.HeadlineOf(uid), uid, pending.Id), Question))];
    }

    /// <summary>One result for each message, and then one error for each failure: what failed for all is said once.</summary>
    private void Emit(IReadOnlyList<ImapMessageOutcome> outcomes, PendingMailbox pending, string? destination)
    {
        var failures = outcomes.Where(outcome => outcome.Failure is not null)
            .GroupBy(outcome => outcome.Failure!, (failure, group) => (failure, group.ToList())).ToList();
        foreach (var outcome in outcomes)
        {
            WriteObject(new ImapMessageResult(
                outcome,
                ResultName,
                pending.HeadlineOf(outcome.Uid),
                pending.Id,
                destination is null ? null : MailboxId.OfMailbox(pending.Account, destination, outcome.NewUidValidity),
                pending.Account,
                pending.InputOf(outcome.Uid)));
        }

        foreach (var (failure, group) in failures)
            WriteError(MailErrorRecord.From(failure, group.Count > 1 ? pending.Id : group[0].Uid));
    }
}
