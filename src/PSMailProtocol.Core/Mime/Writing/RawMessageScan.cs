using PSMailProtocol.Net;

namespace PSMailProtocol.Mime;

/// <summary>A stream to write a message into in order to learn what a transport wants to know of it.</summary>
internal sealed class RawMessageScan : WriteOnlyStream
{
    /// <summary>More of a header block than this is not looked at.</summary>
    private const int LongestBlock = 1 << 20;

    private readonly TransferScan _transfer = new([]);
    private readonly OctetBuffer _block = new(4096);
    private bool _blockComplete;

    public override long Length => _transfer.Length;

    /// <summary>Whether a byte is above 127.</summary>
    public bool HasEightBit => _transfer.HasEightBit;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _transfer.Write(buffer, offset, count);
        for (int i = offset; i < offset + count && !_blockComplete; i++)
        {
            _block.Add(buffer[i]);
            _blockComplete = _block.Count == LongestBlock || EndsBlock();
        }
    }

    /// <summary>The message's header block as a message of its own.</summary>
    public MimeMessage ReadHeader() => MimeMessage.ParseHeader(_block.ToArray());

    private bool EndsBlock()
    {
        byte[] bytes = _block.Bytes;
        int count = _block.Count;
        return bytes[count - 1] == '\n' && (count == 2 || (count > 3 && bytes[count - 3] == '\n'));
    }
}
