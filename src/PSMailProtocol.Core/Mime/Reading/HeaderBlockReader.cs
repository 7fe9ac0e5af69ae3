using System;

namespace PSMailProtocol.Mime;

/// <summary>Reads a header block: the fields up to the empty line (RFC 5322 section 2.1), and what mail has instead.</summary>
internal sealed class HeaderBlockReader
{
    // Enough of a line to see whether it begins with a field name.
    private const int LookAhead = 1024;

    private readonly ParseWindow _window;
    private readonly MimeLimits _limits;
    private readonly DefectList _defects;
    private readonly byte _lineEnd;
    private HeaderSpan[] _spans = new HeaderSpan[32];
    private int _count;
    private int _end;
    private bool _isFull;
    private bool _hasBareLineFeed;

    public HeaderBlockReader(ParseWindow window, MimeLimits limits, DefectList defects, byte lineEnd)
    {
        _window = window;
        _limits = limits;
        _defects = defects;
        _lineEnd = lineEnd;
    }

    /// <summary>Where the body begins after the last call.</summary>
    public long BodyOffset { get; private set; }

    /// <summary>Reads the block that begins at a position.</summary>
    /// <param name="position">Where its first line begins.</param>
    /// <param name="delimiters">The open boundaries, a line of which ends the block too.</param>
    /// <param name="isFirst">Whether it is the block of a message, where junk lines may come before the first field.</param>
    public HeaderCollection Read(long position, DelimiterStack delimiters, bool isFirst)
    {
        var start = _window.Seek(position);
        var defectsBefore = _defects.Count;
        var hadBareLineFeed = _hasBareLineFeed;
        while (!TryReadFields(start, delimiters, isFirst))
        {
            // The window ends inside the block: read on and start again. The window at least doubles, so this stays linear.
            if (_window.ReadOn(start) >= 0)
            {
                start = 0;
            }

            _defects.Truncate(defectsBefore);
            _hasBareLineFeed = hadBareLineFeed;
        }

        var headers = Take(start);
        BodyOffset = _window.Base + _end;
        if (_isFull)
        {
            SkipRest(_end, delimiters);
        }

        return headers;
    }

    private bool TryReadFields(int start, DelimiterStack delimiters, bool isFirst)
    {
        var buffer = _window.Buffer;
        var i = start;
        _count = 0;
        _isFull = false;
        while (true)
        {
            _end = i;
            var next = FindNextLine(buffer, i);
            if (next < 0)
            {
                if (_window.End - start > _limits.MaxHeaderBlockSize)
                {
                    return EndAtLimit(MimeDefect.HeaderBlockLimit, i);
                }

                if (!_window.IsAtEnd)
                {
                    return false;
                }

                if (i == _window.End)
                {
                    return true;
                }

                _defects.Add(MimeDefect.TruncatedHeader, _window.Base + i);
                next = _window.End;
            }

            if (IsEmptyLine(buffer, i))
            {
                _end = next;
                return true;
            }

            if (next - start > _limits.MaxHeaderBlockSize)
            {
                return EndAtLimit(MimeDefect.HeaderBlockLimit, i);
            }

            if (buffer[i] == '-' && delimiters.Match(buffer, i, next).Index >= 0)
            {
                _defects.Add(MimeDefect.MissingHeaderBodySeparator, _window.Base + i);
                return true;
            }

            if (buffer[i] is (byte)' ' or (byte)'\t' && _count > 0)
            {
                _spans[_count - 1].End = next;
            }
            else if (_count >= _limits.MaxHeaders)
            {
                return EndAtLimit(MimeDefect.HeaderLimit, i);
            }
            else if (!TryReadField(buffer, i, next))
            {
                if (!_window.IsAtEnd && _window.End - next < LookAhead)
                {
                    return false;
                }

                // A line without a name between fields is junk. Where no field follows, the body has begun without
                // an empty line before it.
                if ((_count == 0 && !isFirst) || !LooksLikeField(buffer, next))
                {
                    _defects.Add(MimeDefect.MissingHeaderBodySeparator, _window.Base + i);
                    return true;
                }

                _defects.Add(MimeDefect.InvalidHeader, _window.Base + i);
                Add(new HeaderSpan { Start = i, ValueStart = i, End = next });
            }

            i = next;
        }
    }

    private bool EndAtLimit(string defect, int i)
    {
        _defects.Add(defect, _window.Base + i);
        _isFull = true;
        return true;
    }

    // The index after the line's end, or -1.
    private int FindNextLine(byte[] buffer, int i)
    {
        var lineEnd = Array.IndexOf(buffer, _lineEnd, i, _window.End - i);
        if (!_hasBareLineFeed && lineEnd >= 0 && _lineEnd == '\n' && (lineEnd == i || buffer[lineEnd - 1] != '\r'))
        {
            _hasBareLineFeed = true;
            _defects.Add(MimeDefect.BareLineFeed, _window.Base + lineEnd);
        }

        return lineEnd + (lineEnd < 0 ? 0 : 1);
    }

    private bool IsEmptyLine(byte[] buffer, int i) =>
        buffer[i] == _lineEnd || (buffer[i] == '\r' && i + 1 < _window.End && buffer[i + 1] == '\n');

    private bool TryReadField(byte[] buffer, int i, int next)
    {
        var nameEnd = FindNameEnd(buffer, i, next, out var colon);
        if (nameEnd < 0)
        {
            return false;
        }

        Add(new HeaderSpan { Start = i, NameLength = nameEnd - i, ValueStart = colon + 1, End = next });
        return true;
    }

    private bool LooksLikeField(byte[] buffer, int i) =>
        i < _window.End && FindNameEnd(buffer, i, Math.Min(_window.End, i + LookAhead), out _) >= 0;

    // The obsolete syntax lets white space stand before the colon (RFC 5322 section 4.5).
    private static int FindNameEnd(byte[] buffer, int i, int end, out int colon)
    {
        colon = i;
        while (colon < end && FieldNames.IsNameOctet(buffer[colon]))
        {
            colon++;
        }

        var nameEnd = colon;
        while (colon < end && buffer[colon] is (byte)' ' or (byte)'\t')
        {
            colon++;
        }

        return colon < end && buffer[colon] == ':' && nameEnd > i ? nameEnd : -1;
    }

    private void Add(HeaderSpan span)
    {
        if (_count == _spans.Length)
        {
            Array.Resize(ref _spans, _count * 2);
        }

        _spans[_count++] = span;
    }

    private HeaderCollection Take(int start)
    {
        var spans = _count == 0 ? [] : new HeaderSpan[_count];
        Array.Copy(_spans, spans, _count);
        if (_window.IsWhole)
        {
            return new HeaderCollection(_window.Buffer, 0, spans);
        }

        var block = new byte[_end - start];
        Buffer.BlockCopy(_window.Buffer, start, block, 0, block.Length);
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i].Start -= start;
            spans[i].ValueStart -= start;
            spans[i].End -= start;
        }

        return new HeaderCollection(block, _window.Base + start, spans);
    }

    // Past what is left of a block that is too long.
    private void SkipRest(int i, DelimiterStack delimiters)
    {
        var atLineStart = true;
        while (true)
        {
            var buffer = _window.Buffer;
            var next = FindNextLine(buffer, i);
            if (next < 0)
            {
                var shift = _window.ReadOn(atLineStart && _window.End - i < DelimiterStack.MaxLine ? i : _window.End - 1);
                if (shift < 0)
                {
                    i = _window.End;
                    break;
                }

                atLineStart = atLineStart && i >= shift;
                i = Math.Max(0, i - shift);
                continue;
            }

            if (atLineStart && IsEmptyLine(buffer, i))
            {
                i = next;
                break;
            }

            if (atLineStart && buffer[i] == '-' && delimiters.Match(buffer, i, next).Index >= 0)
            {
                break;
            }

            i = next;
            atLineStart = true;
        }

        BodyOffset = _window.Base + i;
    }
}
