using System.IO;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>
/// Keeps a body up to a size and forgets it beyond, so that a message that is too large can be read to its end and
/// refused with a reply rather than with a closed connection.
/// </summary>
internal sealed class CappedBuffer : MemoryStream
{
    private readonly int _cap;
    private readonly long? _interruptedAt;
    private long _seen;

    /// <summary>Creates a buffer.</summary>
    /// <param name="cap">How much is kept.</param>
    /// <param name="interruptedAt">After how many octets a fault refuses the body, or null.</param>
    public CappedBuffer(int cap, long? interruptedAt = null)
    {
        _cap = cap;
        _interruptedAt = interruptedAt;
    }

    /// <summary>Whether more came than is kept.</summary>
    public bool IsExceeded { get; private set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _seen += count;
        if (_seen >= _interruptedAt)
            throw new SmtpBodyInterruptedException();
        if (IsExceeded || Length + count > _cap)
        {
            IsExceeded = true;
            SetLength(0);
            return;
        }

        base.Write(buffer, offset, count);
    }
}
