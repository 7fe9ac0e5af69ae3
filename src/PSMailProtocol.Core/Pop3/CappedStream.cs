using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>Passes on so many octets and drops the rest, so that what is too large can be read past without being kept.</summary>
internal sealed class CappedStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private long _left;

    public CappedStream(Stream destination, long limit)
    {
        _destination = destination;
        _left = limit;
    }

    /// <summary>Whether anything was dropped.</summary>
    public bool IsExceeded { get; private set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var taken = (int)Math.Min(count, _left);
        _left -= taken;
        IsExceeded |= taken < count;
        if (taken > 0)
            _destination.Write(buffer, offset, taken);
    }
}
