using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>
/// A stream to write a message into, as it came but for its line ends, in order to learn what a transport wants to know
/// of it: of the message that will be sent, and of the recipients that its header names, Bcc among them.
/// </summary>
internal sealed class RawMessageScan : WriteOnlyStream
{
    private readonly TransferScan _transfer = new();
    private readonly HeaderBlockCapture _header = new();
    private readonly BccFilter _sent;
    private readonly BccFilter _whole;

    public RawMessageScan()
    {
        _sent = new BccFilter(_transfer);
        _whole = new BccFilter(_header) { KeepsBcc = true };
    }

    /// <summary>The length of the message that will be sent.</summary>
    public override long Length => _transfer.Length;

    /// <summary>Whether a byte of it is above 127.</summary>
    public bool HasEightBit => _transfer.HasEightBit;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _sent.Write(buffer, offset, count);
        _whole.Write(buffer, offset, count);
    }

    /// <summary>Takes note that the message is over.</summary>
    public void Complete()
    {
        _sent.Complete();
        _whole.Complete();
    }

    /// <summary>The message's header block, with the Bcc that will not be sent.</summary>
    public byte[] HeaderBlock() => _header.ToArray();
}
