using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource : ContentSource
{
    private readonly byte[] _bytes;

    public BytesSource(byte[] bytes) => _bytes = bytes;

    public override string Name => "The bytes";

    public override long Measure() => _bytes.Length;

    public override void WriteTo(Stream destination) => destination.Write(_bytes, 0, _bytes.Length);

    public override void Open(Action<ReadOctets> use) => use(new MemoryStream(_bytes, false).Read);
}
