using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>A stream that passes on what is written to it and counts it.</summary>
internal sealed class CountingStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private long _length;

    public CountingStream(Stream destination) => _destination = destination;

    public override long Length => _length;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _destination.Write(buffer, offset, count);
        _length += count;
    }
}
