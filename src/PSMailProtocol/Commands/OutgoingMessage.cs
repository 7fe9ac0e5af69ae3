using System.Collections.Generic;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>What one input of Send-SmtpMessage became: a message and who it is from and for.</summary>
internal sealed class OutgoingMessage
{
    public OutgoingMessage(IMailContent content, string subject, MailboxAddress? envelopeSender, IReadOnlyList<MailboxAddress> recipients,
        object? input)
    {
        Content = new SentMail(content);
        Subject = subject;
        EnvelopeSender = envelopeSender;
        Recipients = recipients;
        Input = input;
    }

    /// <summary>The message, without its Bcc.</summary>
    public SentMail Content { get; }

    /// <summary>The subject, for people.</summary>
    public string Subject { get; }

    /// <summary>The reverse path, or null for the empty one.</summary>
    public MailboxAddress? EnvelopeSender { get; }

    /// <summary>The forward paths.</summary>
    public IReadOnlyList<MailboxAddress> Recipients { get; }

    /// <summary>The object from the pipeline or the path that it was made of, or null if only parameters made it.</summary>
    public object? Input { get; }

    /// <summary>What an error about it points at.</summary>
    public object? Target => Input ?? Content.MessageId;

    /// <summary>The envelope.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> if there is no recipient.</exception>
    public SmtpEnvelope Envelope() => Recipients.Count > 0
        ? new SmtpEnvelope(EnvelopeSender, Recipients)
        : throw new AdvisedException(MailErrors.InvalidParameter, "The message has no recipient.", "Name one with -To, -Cc or -Bcc.");
}
