using System;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>What became of one message that was to be put into a mailbox.</summary>
public sealed class ImapAddedMessage
{
    private readonly MailAccount _account;

    internal ImapAddedMessage(ImapChangeStatus status, MailboxId mailbox, MailAccount account, long? uid, long? size,
        MessageHeadline headline, string? messageId, string? reason)
    {
        _account = account;
        Status = status;
        Mailbox = mailbox;
        Uid = uid;
        Size = size;
        Date = headline.Date;
        From = headline.From;
        Subject = headline.Subject;
        MessageId = messageId;
        Reason = reason;
    }

    /// <summary>Done, NotDone or Unknown: whether it is there.</summary>
    public ImapChangeStatus Status { get; }

    /// <summary>The UID that it has there; null where the server does not say, or it is not there.</summary>
    public long? Uid { get; }

    /// <summary>How many octets it has; null where it was not looked at.</summary>
    public long? Size { get; }

    /// <summary>When it was written, by its own header; null if that holds no date.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The author, or null.</summary>
    public MailboxAddress? From { get; }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>The message id without angle brackets, or null.</summary>
    public string? MessageId { get; }

    /// <summary>Why it is not there, or may not be; null if it is.</summary>
    public string? Reason { get; }

    /// <summary>The mailbox, with its UIDVALIDITY where the server says it along with the UID.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>
    /// The login and how to connect, so that a cmdlet down the pipeline can go there. It is no property, so that nothing shows it.
    /// </summary>
    internal MailAccount GetAccount() => _account;
}
