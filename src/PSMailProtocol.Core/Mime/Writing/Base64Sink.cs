using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Mime;

/// <summary>A stream that passes on in base64 what is written to it.</summary>
internal sealed class Base64Sink : WriteOnlyStream
{
    private readonly byte[] _block = new byte[Base64LineEncoder.BlockLength];
    private readonly Base64LineEncoder _encoder = new();
    private readonly Stream _destination;
    private int _filled;
    private long _length;

    public Base64Sink(Stream destination) => _destination = destination;

    public override long Length => _length;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _length += count;
        while (count > 0)
        {
            int part = Math.Min(count, _block.Length - _filled);
            Buffer.BlockCopy(buffer, offset, _block, _filled, part);
            _filled += part;
            offset += part;
            count -= part;
            if (_filled == _block.Length)
                Complete();
        }
    }

    /// <summary>Writes what is left, with its padding.</summary>
    public void Complete()
    {
        _encoder.Encode(_block, 0, _filled, _destination);
        _filled = 0;
    }
}
