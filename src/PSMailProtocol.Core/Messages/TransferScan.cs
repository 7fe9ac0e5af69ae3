using System;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>A stream to write a message into in order to learn how it may travel; it keeps none of it.</summary>
internal sealed class TransferScan : WriteOnlyStream
{
    /// <summary>RFC 5322 section 2.1.1: 998 octets and CRLF.</summary>
    private const int LongestLine = 998;

    private long _length;
    private int _column;

    /// <summary>Whether a byte is above 127.</summary>
    public bool HasEightBit { get; private set; }

    /// <summary>Whether no transport carries it as it is: a NUL or a line that is too long.</summary>
    public bool NeedsEncoding { get; private set; }

    public override long Length => _length;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _length += count;
        int end = offset + count;
        while (offset < end)
        {
            int feed = Array.IndexOf(buffer, (byte)'\n', offset, end - offset);
            int stop = feed < 0 ? end : feed;
            TakeLine(buffer, offset, stop);
            if (feed >= 0)
                _column = 0;
            offset = stop + 1;
        }
    }

    /// <summary>Takes what has no LF in it.</summary>
    private void TakeLine(byte[] buffer, int start, int stop)
    {
        int seen = 0;
        bool hasNul = false;
        for (int i = start; i < stop; i++)
        {
            seen |= buffer[i];
            hasNul |= buffer[i] == 0;
        }

        _column += stop - start;
        int line = stop > start && buffer[stop - 1] == '\r' ? _column - 1 : _column;
        HasEightBit |= seen > 127;
        NeedsEncoding |= hasNul || line > LongestLine;
    }
}
