using System;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A stream to write a message into in order to learn how it has to be appended; it keeps its header alone.</summary>
internal sealed class ImapAppendScan : WriteOnlyStream
{
    private readonly HeaderBlockCapture _header = new();
    private long _length;
    private bool _isInBody;
    private int _column;
    private byte _last;

    /// <summary>Whether an octet of the header is above 127.</summary>
    public bool HasEightBitHeader { get; private set; }

    /// <summary>Whether there is a NUL.</summary>
    public bool HasNul { get; private set; }

    /// <summary>Whether a line ends with LF and no CR before it.</summary>
    public bool HasBareLineFeed { get; private set; }

    /// <summary>The header, as far as it is kept.</summary>
    public byte[] HeaderBlock => _header.ToArray();

    public override long Length => _length;

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count == 0)
            return;

        _length += count;
        if (!_isInBody)
            _header.Write(buffer, offset, count);
        HasNul = HasNul || Array.IndexOf(buffer, (byte)0, offset, count) >= 0;
        for (var start = offset; !_isInBody && start < offset + count; start++)
            TakeOfHeader(buffer[start]);
        for (var feed = offset - 1; !HasBareLineFeed
            && (feed = Array.IndexOf(buffer, (byte)'\n', feed + 1, offset + count - feed - 1)) >= 0;)
            HasBareLineFeed = (feed > offset ? buffer[feed - 1] : _last) != '\r';
        _last = buffer[offset + count - 1];
    }

    private void TakeOfHeader(byte octet)
    {
        HasEightBitHeader |= octet > 127;
        if (octet == '\n')
        {
            _isInBody = _column == 0;
            _column = 0;
        }
        else if (octet != '\r')
        {
            _column++;
        }
    }
}
