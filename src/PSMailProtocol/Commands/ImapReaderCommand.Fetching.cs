using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <content>One opened mailbox: what is found in it is read, handed on, and marked as seen if that is wanted.</content>
public abstract partial class ImapReaderCommand
{
    private protected const string SeenFlag = "\\Seen";

    /// <summary>How much of each message is wanted.</summary>
    private MessageExtent Extent => EnvelopeOnly ? MessageExtent.Envelope : HeaderOnly ? MessageExtent.Header : MessageExtent.Whole;

    /// <summary>Refuses to mark anything in a mailbox that can only be read, before anything is read.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxReadOnly"/>.</exception>
    private protected void RequireMarkable(ImapMailbox mailbox)
    {
        if (MarkSeen && mailbox.IsReadOnly)
            throw new MailException(MailErrors.MailboxReadOnly,
                $"The mailbox {WireText.Excerpt(mailbox.Name)} can only be read, so nothing in it is marked as seen. Nothing was read.");
    }

    /// <summary>Reads what fits among the messages that were found, and hands it on.</summary>
    private protected void Read(ImapSession session, MailAccount account, ImapMailbox mailbox, IReadOnlyList<long> found)
    {
        using var progress = new ReadingProgress(this, $"Reading {mailbox.Name} of {account}");
        session.Progress = progress.Add;
        var reading = new ImapReading(session, mailbox, MailboxId.OfMailbox(account, mailbox.Name, mailbox.UidValidity), account,
            Filter, progress)
        {
            Extent = Extent,
            HasModSeq = IsGiven(nameof(ChangedSince)),
            Page = Page,
        };
        HandOn(session, mailbox, Noting(session, reading.Read(found)));
    }

    /// <summary>Looks at what was read before it is handed on.</summary>
    private protected virtual IEnumerable<ImapReadMessage> Noting(ImapSession session, IEnumerable<ImapReadMessage> messages) => messages;

    private void HandOn(ImapSession session, ImapMailbox mailbox, IEnumerable<ImapReadMessage> messages)
    {
        try
        {
            foreach (var read in messages)
            {
                if (read.Message is null)
                    WriteError(MailErrorRecord.From(read.Failure!, read.Uid));
                else
                    HandOn(session, mailbox, read.Message);
            }
        }
        catch when (MarkSeen && !Cancellation.IsCancellationRequested)
        {
            // The pipeline wants no more, or the session failed. What was marked by then is to be marked.
            Settle(session, mailbox);
            throw;
        }

        if (MarkSeen)
            EndMarking(session, mailbox);
    }

    /// <summary>
    /// A message is marked when whatever stands behind in the pipeline has taken it, also where that wants no further one.
    /// </summary>
    private void HandOn(ImapSession session, ImapMailbox mailbox, ImapMessage message)
    {
        var isWritten = true;
        try
        {
            isWritten = Emit(message, message.Uid.ToString(CultureInfo.InvariantCulture), message.Uid);
        }
        catch (Exception e) when (MarkSeen && PipelineEnd.IsEnough(this, e))
        {
            Mark(session, mailbox, message);
            throw;
        }

        if (isWritten)
            Mark(session, mailbox, message);
    }

    /// <summary>Marks a message that was handed on, if that is wanted, and does not wait for the answer.</summary>
    private protected virtual void Mark(ImapSession session, ImapMailbox mailbox, ImapMessage message)
    {
        if (MarkSeen && !message.Seen)
            session.BeginStore(mailbox, message.Uid, SeenFlag);
    }

    /// <summary>Has the server take what was sent to it. There is nobody left to tell of a failure.</summary>
    private static void Settle(ImapSession session, ImapMailbox mailbox)
    {
        try
        {
            session.EndStore(mailbox);
        }
        catch (MailException)
        {
            // The exception that ended the reading is the one to tell.
        }
    }

    /// <summary>What was handed on and could not be marked is tried once more, and then named.</summary>
    private void EndMarking(ImapSession session, ImapMailbox mailbox)
    {
        var open = session.EndStore(mailbox);
        if (open.Count == 0)
            return;

        foreach (var message in session.Store(open, new ImapFlagChange { Added = [SeenFlag] }))
        {
            if (message.Failure is { } failure)
                WriteError(MailErrorRecord.From(new MailException(failure.Error,
                    $"The message with the UID {message.Uid} was read and not marked as seen: {failure.Message}", failure), message.Uid));
        }
    }
}
