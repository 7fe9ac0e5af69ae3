using System.IO;

namespace PSMailProtocol.Net;

/// <summary>
/// Lies between a connection that is upgraded and TLS, and looks at the first octet that the peer says: only TLS may begin
/// there. Whatever else comes was in clear, whenever it was sent and however its packets fell.
/// </summary>
internal sealed class UpgradeStream : Stream
{
    /// <summary>How a record with a handshake or an alert begins (RFC 8446 section 5.1).</summary>
    private const byte Alert = 21;
    private const byte Handshake = 22;

    private readonly Stream _inner;
    private bool _hasBegun;

    public UpgradeStream(Stream inner) => _inner = inner;

    /// <summary>Whether the peer went on in clear.</summary>
    public bool BeganInClear { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _inner.Read(buffer, offset, count);
        if (!_hasBegun && read > 0)
        {
            _hasBegun = true;
            BeganInClear = buffer[offset] is not (Handshake or Alert);

            // A handshake would wait for the rest of what it takes for a record.
            if (BeganInClear)
                throw new IOException("The peer went on in clear.");
        }

        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override void Flush() => _inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void SetLength(long value) => _inner.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
