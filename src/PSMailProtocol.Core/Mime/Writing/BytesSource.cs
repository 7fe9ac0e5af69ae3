using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource : ContentSource
{
    private readonly byte[] _bytes;

    public BytesSource(byte[] bytes) => _bytes = bytes;

    protected override string Name => "The bytes";

    public override long Measure() => _bytes.Length;

    public override void WriteBase64(long length, Stream destination) =>
        new Base64LineEncoder().Encode(_bytes, 0, length, destination);

    public override void WriteTo(Stream destination) => destination.Write(_bytes, 0, _bytes.Length);

    protected override void Open(Action<ReadOctets> use) => use(new MemoryStream(_bytes, false).Read);
}
