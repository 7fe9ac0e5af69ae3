using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource : ContentSource
{
    private readonly byte[] _bytes;

    public BytesSource(byte[] bytes) => _bytes = bytes;

    protected override string Name => "The bytes";

    public override MeasuredContent Measure() => new(this, _bytes.Length);

    internal override void Write(Stream destination, long length) => destination.Write(_bytes, 0, _bytes.Length);

    protected override void Open(Action<ReadOctets> use) => use(new MemoryStream(_bytes, false).Read);
}
