using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Mime;

/// <summary>
/// What MimeKit writes a message into: its text is kept, and an attachment leaves a mark with its length, to be read from
/// where it is whenever the message is sent. So a message is composed once, and its length is known without reading files.
/// </summary>
internal sealed class ComposedText : WriteOnlyStream
{
    private readonly OctetBuffer _text;
    private readonly List<Insertion> _insertions = [];
    private long _inserted;

    public ComposedText(int capacity) => _text = new OctetBuffer(capacity);

    public override long Length => _text.Count + _inserted;

    public override void Write(byte[] buffer, int offset, int count) => _text.Add(buffer, offset, count);

    /// <summary>Takes in, at this place, what is written later.</summary>
    /// <param name="length">How many octets it will be.</param>
    /// <param name="write">Writes them, each time that the message is written.</param>
    public void Insert(long length, Action<Stream> write)
    {
        _insertions.Add(new Insertion(_text.Count, write));
        _inserted += length;
    }

    /// <summary>Ends the last line, if it is not. MimeKit would end that of every part too, and so change it.</summary>
    public void EndLine()
    {
        if (_text.Bytes[_text.Count - 1] != '\n')
            _text.AddCrlf();
    }

    /// <summary>Writes the text and what was inserted.</summary>
    public new void CopyTo(Stream destination)
    {
        int position = 0;
        foreach (Insertion insertion in _insertions)
        {
            destination.Write(_text.Bytes, position, insertion.Position - position);
            insertion.Write(destination);
            position = insertion.Position;
        }

        destination.Write(_text.Bytes, position, _text.Count - position);
    }

    private sealed record Insertion(int Position, Action<Stream> Write);
}
