using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>
/// Where the bytes of a message lie: in one array, or in a seekable stream such as a spool file. Parts are slices of
/// it by offset and count, so that a message costs about its own size once.
/// </summary>
internal abstract class MessageBytes
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The array that holds the bytes from index 0 on, or <c>null</c> when they are not in memory.</summary>
    public virtual byte[]? Array => null;

    /// <summary>Copies bytes from a position; returns less than asked for only at the end.</summary>
    public abstract int Read(long position, byte[] buffer, int offset, int count);

    /// <summary>Opens a slice for reading.</summary>
    public abstract Stream OpenRead(long offset, long count);

    /// <summary>Copies a slice.</summary>
    public byte[] ToArray(long offset, long count)
    {
        if (count > int.MaxValue)
        {
            throw new MailException(MailErrors.LimitExceeded, "A part of " + count + " octets does not fit into one array; read it as a stream.");
        }

        var copy = new byte[(int)count];
        Read(offset, copy, 0, copy.Length);
        return copy;
    }
}

/// <summary>Bytes in one array.</summary>
internal class MemoryBytes : MessageBytes
{
    private readonly byte[] _bytes;

    public MemoryBytes(byte[] bytes) => _bytes = bytes;

    public sealed override long Length => _bytes.Length;

    public sealed override byte[] Array => _bytes;

    public sealed override int Read(long position, byte[] buffer, int offset, int count)
    {
        var available = (int)Math.Min(count, _bytes.Length - position);
        Buffer.BlockCopy(_bytes, (int)position, buffer, offset, available);
        return available;
    }

    public sealed override Stream OpenRead(long offset, long count) => new MemoryStream(_bytes, (int)offset, (int)count, writable: false);
}

/// <summary>Bytes in a seekable stream, which stays the property of whoever opened it and must outlive the message.</summary>
internal class StreamBytes : MessageBytes
{
    private readonly Stream _stream;

    public StreamBytes(Stream stream)
    {
        _stream = stream;
        Length = stream.Length;
    }

    public sealed override long Length { get; }

    public override int Read(long position, byte[] buffer, int offset, int count)
    {
        lock (_stream)
        {
            _stream.Position = position;
            var total = 0;
            while (total < count)
            {
                var read = _stream.Read(buffer, offset + total, count - total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }
    }

    public override Stream OpenRead(long offset, long count) => new SliceStream(this, offset, count);
}
