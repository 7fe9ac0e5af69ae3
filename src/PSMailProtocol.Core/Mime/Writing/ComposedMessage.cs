using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A message composed from a draft: all its text in memory, its attachments still where they are.</summary>
public sealed class ComposedMessage : IMailContent
{
    private readonly OctetBuffer _text;
    private readonly List<Insertion>? _insertions;

    internal ComposedMessage(string messageId, MailboxAddress from, OctetBuffer text, List<Insertion>? insertions)
    {
        MessageId = messageId;
        From = from;
        _text = text;
        _insertions = insertions;
        Length = Measure();
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
    public long? Length { get; }

    /// <inheritdoc/>
    public void WriteTo(Stream destination)
    {
        if (destination is null)
            throw new ArgumentNullException(nameof(destination));
        int position = 0;
        if (_insertions is not null)
        {
            foreach (Insertion insertion in _insertions)
            {
                destination.Write(_text.Bytes, position, insertion.Position - position);
                insertion.Write(destination);
                position = insertion.Position;
            }
        }

        destination.Write(_text.Bytes, position, _text.Count - position);
    }

    private long Measure()
    {
        long length = _text.Count;
        if (_insertions is not null)
        {
            foreach (Insertion insertion in _insertions)
                length += insertion.WireLength;
        }

        return length;
    }

    /// <summary>Something that is written at a place within the text.</summary>
    internal readonly struct Insertion
    {
        private readonly ContentSource? _content;
        private readonly IMailContent? _message;
        private readonly long _length;

        /// <summary>Bytes that go out in base64.</summary>
        public Insertion(int position, ContentSource content, long length)
        {
            Position = position;
            _content = content;
            _message = null;
            _length = length;
        }

        /// <summary>A message that goes out as it is.</summary>
        public Insertion(int position, IMailContent message, long length)
        {
            Position = position;
            _content = null;
            _message = message;
            _length = length;
        }

        public int Position { get; }

        public long WireLength => _message is null ? Base64LineEncoder.EncodedLength(_length) : _length;

        public void Write(Stream destination)
        {
            _content?.WriteBase64(_length, destination);
            _message?.WriteTo(destination);
        }
    }
}
