using System;

namespace PSMailProtocol.Mime;

/// <summary>A stream to write a message into in order to learn what a transport wants to know of it.</summary>
internal sealed class RawMessageScan : WriteOnlyStream
{
    /// <summary>More of a header block than this is not looked at.</summary>
    private const int LongestBlock = 1 << 20;

    private static readonly string[] AddressFields = ["From", "Sender", "Reply-To", "To", "Cc"];

    private readonly TransferScan _transfer = new([]);
    private readonly OctetBuffer _block = new(4096);
    private bool _blockComplete;
    private string? _headers;

    public override long Length => _transfer.Length;

    /// <summary>Whether a byte is above 127.</summary>
    public bool HasEightBit => _transfer.HasEightBit;

    private string Headers => _headers ??= TextCharset.Utf8.Encoding.GetString(_block.Bytes, 0, _block.Count).Replace("\r\n ", " ").Replace("\r\n\t", " ");

    public override void Write(byte[] buffer, int offset, int count)
    {
        _transfer.Write(buffer, offset, count);
        for (int i = offset; i < offset + count && !_blockComplete; i++)
        {
            _block.Add(buffer[i]);
            _blockComplete = _block.Count == LongestBlock || EndsBlock();
        }
    }

    public string? FindMessageId()
    {
        string? id = Find("Message-ID");
        return id is not null && id.StartsWith("<", StringComparison.Ordinal) && id.EndsWith(">", StringComparison.Ordinal) ? id : null;
    }

    public MailboxAddress? FindFrom() => MailboxAddress.TryParse(Find("From"), out MailboxAddress? from) ? from : null;

    /// <summary>Whether a field with addresses has one whose local part is not ASCII.</summary>
    public bool HasUtf8Address()
    {
        foreach (string name in AddressFields)
        {
            string value = Find(name) ?? "";
            for (int at = value.IndexOf('@'); at >= 0; at = value.IndexOf('@', at + 1))
            {
                int start = at;
                while (start > 0 && value[start - 1] is not (' ' or '\t' or '<' or ',' or ':' or ';'))
                {
                    if (value[--start] > 127)
                        return true;
                }
            }
        }

        return false;
    }

    private bool EndsBlock()
    {
        byte[] bytes = _block.Bytes;
        int count = _block.Count;
        return bytes[count - 1] == '\n' && (count == 2 || (count > 3 && bytes[count - 3] == '\n'));
    }

    private string? Find(string name)
    {
        foreach (string line in Headers.Split('\n'))
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && string.Equals(line.Substring(0, colon).Trim(), name, StringComparison.OrdinalIgnoreCase))
                return line.Substring(colon + 1).Trim();
        }

        return null;
    }
}
