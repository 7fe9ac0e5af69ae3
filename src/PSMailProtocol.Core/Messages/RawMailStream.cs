using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A read-only, seekable view of a range of a <see cref="RawMail"/>.</summary>
internal sealed class RawMailStream : Stream
{
    private readonly RawMail _source;
    private readonly long _offset;
    private long _position;

    public RawMailStream(RawMail source, long offset, long count)
    {
        _source = source;
        _offset = offset;
        Length = count;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= Length)
        {
            return 0;
        }

        var read = _source.Read(_offset + _position, buffer, offset, (int)Math.Min(count, Length - _position));
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A message is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A message is read-only.");
}
