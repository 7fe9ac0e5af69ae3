using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A message composed from a draft: all its text in memory, its attachments still where they are.</summary>
public sealed class ComposedMessage : IMailContent
{
    private readonly ComposedText _text;

    internal ComposedMessage(string messageId, MailboxAddress from, ComposedText text)
    {
        MessageId = messageId;
        From = from;
        _text = text;
    }

    /// <summary>The message id without its angle brackets.</summary>
    public string MessageId { get; }

    /// <summary>The author.</summary>
    public MailboxAddress From { get; }

    /// <inheritdoc/>
    /// <remarks>A subject, a name or a domain that is not ASCII needs it not.</remarks>
    public bool NeedsSmtputf8 { get; internal set; }

    /// <inheritdoc/>
    /// <remarks>Only an attached message that is not ASCII needs it.</remarks>
    public bool Needs8BitMime { get; internal set; }

    /// <inheritdoc/>
    public long? Length => _text.Length;

    /// <inheritdoc/>
    public void WriteTo(Stream destination) => _text.CopyTo(destination ?? throw new ArgumentNullException(nameof(destination)));
}
