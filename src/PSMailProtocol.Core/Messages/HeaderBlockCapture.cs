using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>A stream to write a message into that keeps its header block and nothing else.</summary>
internal sealed class HeaderBlockCapture : WriteOnlyStream
{
    /// <summary>More of a header block than this is not looked at.</summary>
    private const int LongestBlock = 1 << 20;

    private readonly OctetBuffer _block = new(4096);
    private bool _complete;

    public override void Write(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count && !_complete; i++)
        {
            _block.Add(buffer[i]);
            _complete = _block.Count == LongestBlock || EndsBlock();
        }
    }

    /// <summary>The header block, with the empty line behind it where there is one.</summary>
    public byte[] ToArray() => _block.ToArray();

    private bool EndsBlock()
    {
        byte[] bytes = _block.Bytes;
        int count = _block.Count;
        return bytes[count - 1] == '\n' && (count == 2 || (count > 3 && bytes[count - 3] == '\n'));
    }
}
