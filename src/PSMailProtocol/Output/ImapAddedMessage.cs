using System;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>What became of one message that was to be put into a mailbox.</summary>
public sealed class ImapAddedMessage
{
    internal ImapAddedMessage(ImapAddStatus status, MailboxId mailbox, long? uid, long? size, MessageHeadline headline, string? messageId, string? reason)
    {
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

    /// <summary>Whether it is there, or is not, or nobody knows.</summary>
    public ImapAddStatus Status { get; }

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
}
