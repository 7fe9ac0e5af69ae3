namespace PSMailProtocol.Mime;

/// <summary>A stream to write a message into in order to learn how it may travel; it keeps none of it.</summary>
internal sealed class TransferScan : WriteOnlyStream
{
    /// <summary>RFC 5322 section 2.1.1: 998 octets and CRLF.</summary>
    private const int LongestLine = 998;

    private readonly byte[] _mark;
    private long _length;
    private int _column;
    private int _matched;

    /// <param name="mark">What a line must not begin with: the two hyphens and the start of a boundary.</param>
    public TransferScan(byte[] mark) => _mark = mark;

    /// <summary>Whether a byte is above 127.</summary>
    public bool HasEightBit { get; private set; }

    /// <summary>Whether no transport carries it as it is: a NUL or a line that is too long.</summary>
    public bool NeedsEncoding { get; private set; }

    /// <summary>Whether a line begins with the mark.</summary>
    public bool HasMark { get; private set; }

    /// <summary>Whether the last byte ends a line.</summary>
    public bool EndsLine => _length > 0 && _column == 0;

    public override long Length => _length;

    public override void Write(byte[] buffer, int offset, int count)
    {
        _length += count;
        for (int i = offset; i < offset + count; i++)
            Take(buffer[i]);
    }

    private void Take(byte octet)
    {
        if (octet == '\n')
        {
            _column = 0;
            _matched = 0;
            return;
        }

        if (octet > 127)
            HasEightBit = true;
        if (_matched == _column && _matched < _mark.Length && octet == _mark[_matched] && ++_matched == _mark.Length)
            HasMark = true;
        _column++;
        if (octet == 0 || (_column > LongestLine && octet != '\r'))
            NeedsEncoding = true;
    }
}
