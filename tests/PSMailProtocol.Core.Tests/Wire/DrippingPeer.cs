using System;
using System.IO;

namespace PSMailProtocol.Tests.Wire;

/// <summary>A peer that says one octet at each read, for ever, and never ends its line.</summary>
public sealed class DrippingPeer : MemoryStream
{
    private volatile bool _closed;

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        buffer[offset] = (byte)'x';
        return 1;
    }

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }
}
