using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesContent : AttachmentContent
{
    private readonly byte[] _bytes;

    public BytesContent(byte[] bytes) => _bytes = bytes;

    public override long Measure() => _bytes.Length;

    public override void WriteBase64(long length, Stream destination) =>
        new Base64LineEncoder().Encode(_bytes, 0, length, destination);
}
