using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// What the library's parser reads in place of the octets themselves: a field of nothing before them and an empty line behind
/// them, so that any octets are a message to it; an empty line where one is missing; and no header beyond its cap.
/// </summary>
internal sealed class OctetView : ForwardStream
{
    /// <summary>What the view begins with: a field, since the parser refuses a message whose first line is none.</summary>
    public const string Prefix = "X:\r\n";

    /// <summary>How long a Content-Type field may be, in octets: the library reads its parameters, and not in linear time.</summary>
    public const int LongestType = 8192;

    /// <summary>How long another field may be; a <see cref="LongField"/> has the rest.</summary>
    public const int LongestField = 64 * 1024;

    /// <summary>How much the parser holds that it has not come to yet, in octets.</summary>
    private const int ReadAhead = 4096 + 128;

    private readonly Stream _octets;
    private readonly bool _hasBareReturns;
    private readonly Queue<long> _emptyLines;
    private byte[] _inserted;
    private int _insertedPosition;
    private long _position;
    private long _source;
    private bool _isEnding;
    private bool _isLineEnd;
    private bool _isLineStart;
    private long _checkedField = -1;
    private bool _isContentType;

    /// <param name="octets">The message.</param>
    /// <param name="start">What was found at its beginning.</param>
    /// <param name="emptyLines">Before which of its octets an empty line is missing, in order.</param>
    public OctetView(Stream octets, MessageStart start, IEnumerable<long> emptyLines)
    {
        _octets = octets;
        _hasBareReturns = start.HasBareReturns;
        _emptyLines = new Queue<long>(emptyLines);
        _source = start.Offset;
        Map.Length = octets.Length;
        _inserted = Encoding.ASCII.GetBytes(start.HasHeader ? Prefix : Prefix + "\r\n");
        Map.Add(0, _source, isInserted: true);
        Map.Add(_inserted.Length, _source, isInserted: false);
        octets.Position = _source;
    }

    public OctetMap Map { get; } = new();

    /// <summary>The offset in the view that the header block in progress must not reach.</summary>
    public long HeaderLimit { get; set; } = long.MaxValue;

    /// <summary>Where in the view the field in progress begins.</summary>
    public long FieldStart { get; set; }

    /// <summary>Where in the view the last field that was too long ends early, or -1.</summary>
    public long FieldCut { get; private set; } = -1;

    /// <summary>Where that field ends in the octets.</summary>
    public long FieldEnd { get; private set; }

    /// <summary>Where in the view the last header block that was too large ends early, or -1.</summary>
    public long HeaderCut { get; private set; } = -1;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (HeaderLimit < long.MaxValue && _insertedPosition == _inserted.Length)
            CutWhatIsTooLong();
        if (_insertedPosition == _inserted.Length)
        {
            while (_emptyLines.Count > 0 && _emptyLines.Peek() < _source)
                _emptyLines.Dequeue();
            if (_emptyLines.Count > 0 && _emptyLines.Peek() == _source)
                Insert("\r\n", _emptyLines.Dequeue());
            else if (_source >= Map.Length && !_isEnding)
                Insert("\r\n\r\n", _source, _isEnding = true);
        }

        var read = _insertedPosition < _inserted.Length ? ReadInserted(buffer, offset, count) : ReadOctets(buffer, offset, count);
        _position += read;
        return read;
    }

    private int ReadInserted(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(count, _inserted.Length - _insertedPosition);
        Buffer.BlockCopy(_inserted, _insertedPosition, buffer, offset, read);
        _insertedPosition += read;
        return read;
    }

    private int ReadOctets(byte[] buffer, int offset, int count)
    {
        var stop = _emptyLines.Count > 0 ? _emptyLines.Peek() : Map.Length;
        var read = _octets.Read(buffer, offset, (int)Math.Min(count, Math.Max(0, stop - _source)));
        if (read > 0)
            (_isLineEnd, _isLineStart) = (buffer[offset + read - 1] == '\n', IsAtLineStart(buffer, offset, read));
        for (var i = offset; _hasBareReturns && i < offset + read; i++)
            buffer[i] = buffer[i] == '\r' ? (byte)'\n' : buffer[i];
        _source += read;
        return read;
    }

    private void Insert(string text, long source, bool isEnd = false)
    {
        _inserted = Encoding.ASCII.GetBytes(text);
        _insertedPosition = 0;
        Map.Add(_position, source, isInserted: true);
        if (!isEnd)
            Map.Add(_position + _inserted.Length, source, isInserted: false);
    }

    private void CutWhatIsTooLong()
    {
        var parsed = _position - ReadAhead;
        if (parsed > HeaderLimit)
            CutHeader();
        else if (parsed > FieldStart + LongestType && (parsed > FieldStart + LongestField || IsContentType()))
            CutField();
    }

    // The header goes on and on: what the parser reads next is the empty line behind it.
    private void CutHeader()
    {
        HeaderCut = _position;
        HeaderLimit = long.MaxValue;
        var isInLine = !_isLineEnd;
        if (Skip((isEnd, isLineStart, _) => isEnd && isLineStart))
            _octets.Position = ++_source;
        Insert(isInLine ? "\r\n\r\n" : "\r\n", _source);
    }

    // The field goes on and on: what the parser reads next is the line behind it.
    private void CutField()
    {
        var (source, isInLine) = (_source, !_isLineEnd);
        Skip((_, isLineStart, octet) => isLineStart && octet is not ((byte)' ' or (byte)'\t'));
        if (_source == source)
            return;

        // What the parser does not see counts as well.
        HeaderLimit -= _source - source;
        (FieldCut, FieldEnd) = (_position, _source);
        if (isInLine)
            Insert("\r\n", _source);
        else
            Map.Add(_position, _source, isInserted: false);
    }

    // To the octet that is told by whether it ends a line, and whether nothing of its line but a carriage return comes before it.
    private bool Skip(Func<bool, bool, byte, bool> isFound)
    {
        var buffer = new byte[16 * 1024];
        for (int count; (count = _octets.Read(buffer, 0, buffer.Length)) > 0;)
        {
            for (var i = 0; i < count; i++, _source++)
            {
                var isEnd = buffer[i] == '\n' || (_hasBareReturns && buffer[i] == '\r');
                if (isFound(isEnd, _isLineStart, buffer[i]))
                {
                    _octets.Position = _source;
                    return true;
                }

                _isLineStart = isEnd || (_isLineStart && buffer[i] == '\r');
            }
        }

        return false;
    }

    private bool IsContentType()
    {
        const string Name = "content-type";
        if (_checkedField == FieldStart)
            return _isContentType;

        var name = new byte[Name.Length];
        _octets.Position = Map.ToSource(FieldStart);
        var count = _octets.Read(name, 0, name.Length);
        _octets.Position = _source;
        _checkedField = FieldStart;
        return _isContentType = FieldText.Octets.GetString(name, 0, count).Equals(Name, StringComparison.OrdinalIgnoreCase);
    }

    // Whether the octets that were read last are a line end, perhaps with a carriage return behind it.
    private bool IsAtLineStart(byte[] buffer, int offset, int read)
    {
        for (var i = offset + read - 1; i >= offset; i--)
        {
            if (buffer[i] == '\n' || (_hasBareReturns && buffer[i] == '\r'))
                return true;
            if (buffer[i] != '\r')
                return false;
        }

        return _isLineStart;
    }
}
