using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Finds the next delimiter line in a body. A body is hardly looked at: a delimiter begins with two hyphens at the
/// start of a line, so the search goes from hyphen to hyphen, and base64 has none.
/// </summary>
internal sealed class DelimiterScanner
{
    private readonly ParseWindow _window;
    private readonly DelimiterStack _delimiters;
    private readonly byte _lineEnd;

    public DelimiterScanner(ParseWindow window, DelimiterStack delimiters, byte lineEnd)
    {
        _window = window;
        _delimiters = delimiters;
        _lineEnd = lineEnd;
    }

    /// <summary>Finds the next delimiter from the start of a line on.</summary>
    public Delimiter Find(long position)
    {
        if (!_delimiters.HasAny)
        {
            return AtEnd();
        }

        var start = _window.Seek(position);
        var i = start;
        while (true)
        {
            var hyphen = Array.IndexOf(_window.Buffer, (byte)'-', i, _window.End - i);
            if (hyphen < 0)
            {
                i = _window.End;
            }
            else if (hyphen > start && _window.Buffer[hyphen - 1] != _lineEnd)
            {
                // Inside a line; the next one is where to look again.
                i = NextLine(hyphen);
            }
            else
            {
                i = hyphen;
                if (TryMatch(ref start, ref i, out var delimiter))
                {
                    return delimiter;
                }
            }

            if (i >= _window.End && !ReadOn(ref start, ref i))
            {
                return AtEnd();
            }
        }
    }

    private Delimiter AtEnd() => new() { Index = -1, ContentEnd = _window.Length, Next = _window.Length };

    private int NextLine(int i)
    {
        var lineEnd = Array.IndexOf(_window.Buffer, _lineEnd, i, _window.End - i);
        return lineEnd < 0 ? _window.End : lineEnd + 1;
    }

    // What has been looked at may go, but for the line end before the line at hand.
    private bool ReadOn(ref int start, ref int i)
    {
        var shift = _window.ReadOn(Math.Max(0, i - 2));
        if (shift < 0)
        {
            return false;
        }

        start = Math.Max(start - shift, -1);
        i -= shift;
        return true;
    }

    // At a hyphen that begins a line: is the line a delimiter? Otherwise i is where to look on.
    private bool TryMatch(ref int start, ref int i, out Delimiter delimiter)
    {
        delimiter = default;
        var next = NextLine(i);
        while (next == _window.End && _window.Buffer[next - 1] != _lineEnd && next - i <= DelimiterStack.MaxLine && ReadOn(ref start, ref i))
        {
            next = NextLine(i);
        }

        var (index, isClosing) = _delimiters.Match(_window.Buffer, i, next);
        if (index < 0)
        {
            i = next;
            return false;
        }

        delimiter.Index = index;
        delimiter.IsClosing = isClosing;
        delimiter.LineStart = _window.Base + i;
        delimiter.ContentEnd = _window.Base + BeforeLineEnd(Math.Max(start, 0), i);
        delimiter.Next = _window.Base + next;
        return true;
    }

    // The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
    private int BeforeLineEnd(int start, int i)
    {
        if (i <= start)
        {
            return i;
        }

        return i - 1 > start && _window.Buffer[i - 1] == '\n' && _window.Buffer[i - 2] == '\r' ? i - 2 : i - 1;
    }
}

/// <summary>A delimiter line.</summary>
internal struct Delimiter
{
    /// <summary>Which open multipart it belongs to, or -1 at the end of the message.</summary>
    public int Index;

    /// <summary>Whether it closes the multipart.</summary>
    public bool IsClosing;

    /// <summary>Where the line begins.</summary>
    public long LineStart;

    /// <summary>Where the content before it ends.</summary>
    public long ContentEnd;

    /// <summary>Where the next line begins.</summary>
    public long Next;
}
