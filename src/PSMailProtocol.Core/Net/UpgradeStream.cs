using System.IO;

namespace PSMailProtocol.Net;

/// <summary>
/// Lies between a connection that is upgraded and TLS, and looks at the first octet that the peer says: only TLS may begin
/// there. Whatever else comes was in clear, whenever it was sent and however its packets fell.
/// </summary>
internal sealed class UpgradeStream : DelegatingStream
{
    /// <summary>How a record with a handshake or an alert begins (RFC 8446 section 5.1).</summary>
    private const byte Alert = 21;
    private const byte Handshake = 22;

    private bool _hasBegun;

    public UpgradeStream(Stream inner)
        : base(inner)
    {
    }

    /// <summary>Whether the peer went on in clear.</summary>
    public bool BeganInClear { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
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
}
