using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A message in a stream that can seek, which must outlive it.</summary>
internal class StreamMail : RawMail
{
    private readonly Stream _stream;

    public StreamMail(Stream stream)
    {
        _stream = stream;
        Length = stream.Length;
    }

    public sealed override long Length { get; }

    public sealed override Stream OpenRead(long offset, long count) => new RawMailStream(this, offset, count);

    /// <summary>One reader at a time moves the position that all of them share.</summary>
    internal sealed override int Read(long position, byte[] buffer, int offset, int count)
    {
        lock (_stream)
        {
            _stream.Position = position;
            var total = 0;
            while (total < count)
            {
                var read = _stream.Read(buffer, offset + total, count - total);
                if (read == 0)
                    break;
                total += read;
            }

            return total;
        }
    }
}
