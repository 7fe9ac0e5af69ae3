using System;
using System.IO;

namespace PSMailProtocol.Tests.Messages;

/// <summary>A stream that can only be read forward, a few bytes at a time, as a network's can.</summary>
internal sealed class OneWayStream : MemoryStream
{
    public OneWayStream(byte[] bytes)
        : base(bytes)
    {
    }

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));
}
