using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>What people know a message by. It keeps nothing else of the message alive.</summary>
internal sealed class MessageHeadline
{
    public MessageHeadline(DateTimeOffset? date, MailboxAddress? from, string subject)
    {
        Date = date;
        From = from;
        Subject = subject;
    }

    /// <summary>When it was written, or null.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The author, or null.</summary>
    public MailboxAddress? From { get; }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>That of a message of which only this much is known.</summary>
    public static MessageHeadline Of(MailboxAddress? from, string subject) => new(null, from, subject);

    public static MessageHeadline Of(ReceivedMessage message) => new(message.Date, message.From, message.Subject);

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd HH:mm} {From} \"{Subject}\"";
}
