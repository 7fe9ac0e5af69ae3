using System.IO;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>
/// Keeps a body up to a size and forgets it beyond, so that a message that is too large can be read to its end and
/// refused with a reply rather than with a closed connection.
/// </summary>
internal sealed class CappedBuffer : MemoryStream
{
    private readonly int _cap;

    public CappedBuffer(int cap) => _cap = cap;

    /// <summary>Whether more came than is kept.</summary>
    public bool IsExceeded { get; private set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (IsExceeded || Length + count > _cap)
        {
            IsExceeded = true;
            SetLength(0);
            return;
        }

        base.Write(buffer, offset, count);
    }
}
