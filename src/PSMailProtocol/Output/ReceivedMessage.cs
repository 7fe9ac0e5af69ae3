using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Accounts;
using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>A message that was read from a mailbox, with the fields that scripts ask for decoded.</summary>
public abstract class ReceivedMessage
{
    private readonly MimeMessage _message;
    private readonly MailAccount? _account;

    private protected ReceivedMessage(MimeMessage message, MailboxId mailbox, MailAccount? account = null)
    {
        _message = message;
        _account = account;
        Mailbox = mailbox;
    }

    /// <summary>The author; the first one if there are several.</summary>
    public MailboxAddress? From => _message.From.Count > 0 ? _message.From[0] : null;

    /// <summary>The recipients.</summary>
    public IReadOnlyList<MailboxAddress> To => _message.To;

    /// <summary>The recipients of a copy.</summary>
    public IReadOnlyList<MailboxAddress> Cc => _message.Cc;

    /// <summary>Where answers should go; empty if the author did not say.</summary>
    public IReadOnlyList<MailboxAddress> ReplyTo => _message.ReplyTo;

    /// <summary>The subject, decoded; an empty string if there is none.</summary>
    public string Subject => _message.Subject;

    /// <summary>When it was written, by its own header; null if that holds no date.</summary>
    public DateTimeOffset? Date => _message.Date;

    /// <summary>
    /// When the last server took it, by the topmost Received field; null if there is none, or none with a date. Unlike
    /// <see cref="Date"/> it is not the sender's to choose wherever the last server adds its field.
    /// </summary>
    public virtual DateTimeOffset? Received => MessageAge.ReceivedOf(_message);

    /// <summary>The message id without angle brackets, or null.</summary>
    public string? MessageId => _message.MessageId;

    /// <summary>The body as plain text, or null.</summary>
    public string? TextBody => _message.TextBody;

    /// <summary>The body as HTML, or null.</summary>
    public string? HtmlBody => _message.HtmlBody;

    /// <summary>The attachments.</summary>
    public IReadOnlyList<MailAttachment> Attachment => _message.Attachments;

    /// <summary>The header fields in order, decoded and raw.</summary>
    public HeaderCollection Header => _message.Headers;

    /// <summary>What had to be repaired to read it.</summary>
    public IReadOnlyList<MimeDefect> Defect => _message.Defects;

    /// <summary>Whether only its header, or the beginning of its body, was read.</summary>
    public bool IsPartial { get; internal set; }

    /// <summary>Where it lives.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>
    /// The login to the mailbox and how to connect, so that a cmdlet down the pipeline can go there again. It is kept in memory only
    /// and is no property, so that no view, serializer or log can reach it.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> for a message of a file.</exception>
    internal MailAccount GetAccount() =>
        _account ?? throw new MailException(MailErrors.InvalidInputObject, $"The message lies in the file {Mailbox} and on no server.");

    /// <summary>Writes the message as it was received, to the octet.</summary>
    public void WriteTo(Stream stream) => _message.WriteTo(stream);

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd HH:mm} {From} \"{Subject}\"";
}
