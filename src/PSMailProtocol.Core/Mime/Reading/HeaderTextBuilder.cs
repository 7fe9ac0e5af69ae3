using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// Collects decoded header text. Encoded-words that follow one another in the same charset are decoded as one run of
/// octets, since senders split them inside a character.
/// </summary>
internal sealed class HeaderTextBuilder
{
    private const int MaxKept = 64 * 1024;

    private static readonly char[] Refused = ['\r', '\n', '\0'];

    [ThreadStatic]
    private static HeaderTextBuilder? _spare;

    private readonly EncodedWordOctets _octets = new();
    private char[] _chars = new char[512];
    private int _count;
    private DecodingContext _context = DecodingContext.None;

    // The charset of the encoded-words that wait in _octets.
    private byte[] _charsetBuffer = [];
    private int _charsetStart;
    private int _charsetLength;

    private HeaderTextBuilder()
    {
    }

    /// <summary>The characters so far, waiting encoded-words not counted.</summary>
    public int Length => _count;

    /// <summary>Whether encoded-words wait to be decoded.</summary>
    public bool IsAfterEncodedWord => _charsetLength > 0;

    public static HeaderTextBuilder Rent(DecodingContext context)
    {
        var builder = _spare ?? new HeaderTextBuilder();
        _spare = null;
        builder._context = context;
        builder._count = 0;
        return builder;
    }

    /// <summary>Ends the text, trimmed of white space, and gives the builder back.</summary>
    public string ToStringAndReturn()
    {
        var text = TakeText();
        if (_chars.Length <= MaxKept)
        {
            _octets.Trim(MaxKept);
            _charsetBuffer = [];
            _context = DecodingContext.None;
            _spare = this;
        }

        return text;
    }

    /// <summary>Ends the text, trimmed of white space, and begins another.</summary>
    public string TakeText()
    {
        FlushWords();
        var start = 0;
        while (start < _count && IsSpace(_chars[start]))
        {
            start++;
        }

        while (_count > start && IsSpace(_chars[_count - 1]))
        {
            _count--;
        }

        var text = _count == start ? "" : new string(_chars, start, _count - start);
        _count = 0;
        return text;
    }

    public void Append(char character)
    {
        FlushWords();
        Reserve(1);
        _chars[_count++] = character;
    }

    /// <summary>Appends octets as they are, without the line ends of folds.</summary>
    public void AppendRaw(byte[] buffer, int start, int end)
    {
        FlushWords();
        Reserve(end - start);
        var afterFold = false;
        for (var i = start; i < end; i++)
        {
            var octet = buffer[i];
            if (octet >= 128)
            {
                i = AppendEightBit(buffer, i, end) - 1;
            }
            else if (octet is (byte)'\n' or (byte)'\r')
            {
                afterFold = true;
                continue;
            }
            else
            {
                _chars[_count++] = octet == 0 || (afterFold && octet == '\t') ? ' ' : (char)octet;
            }

            afterFold = false;
        }
    }

    public void AppendWord(byte[] buffer, EncodedWord word)
    {
        if (IsAfterEncodedWord && !IsSameCharset(buffer, word))
        {
            FlushWords();
        }

        _charsetBuffer = buffer;
        _charsetStart = word.CharsetStart;
        _charsetLength = word.CharsetLength;
        if (!_octets.Append(buffer, word))
        {
            _context.Report(MimeDefect.InvalidEncodedWord, word.TextStart);
        }
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\r' or '\n';

    private bool IsSameCharset(byte[] buffer, EncodedWord word)
    {
        if (word.CharsetLength != _charsetLength)
        {
            return false;
        }

        for (var i = 0; i < _charsetLength; i++)
        {
            if (FieldNames.ToLower(buffer[word.CharsetStart + i]) != FieldNames.ToLower(_charsetBuffer[_charsetStart + i]))
            {
                return false;
            }
        }

        return true;
    }

    private void FlushWords()
    {
        if (_charsetLength == 0)
        {
            return;
        }

        var encoding = FindCharset();
        _charsetLength = 0;
        var count = _octets.End();
        var text = Charset.Decode(encoding, _octets.Buffer, 0, count, Windows1252Encoding.Instance, out var damaged);
        if (damaged)
        {
            _context.Report(MimeDefect.InvalidCharsetOctets, _charsetStart);
        }

        AppendText(text);
    }

    private Encoding FindCharset()
    {
        if (FieldNames.Equals(_charsetBuffer, _charsetStart, _charsetLength, "utf-8"))
        {
            return Charset.Utf8;
        }

        var encoding = Charset.Find(Encoding.ASCII.GetString(_charsetBuffer, _charsetStart, _charsetLength));
        if (encoding is null)
        {
            _context.Report(MimeDefect.UnknownCharset, _charsetStart);
        }

        return encoding ?? Charset.Utf8;
    }

    // Up to the next line end, so that a character is not looked for across a fold.
    private int AppendEightBit(byte[] buffer, int start, int end)
    {
        var lineEnd = Array.IndexOf(buffer, (byte)'\n', start, end - start);
        lineEnd = lineEnd < 0 ? end : lineEnd;
        var stop = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        var text = Charset.Decode(Charset.Utf8, buffer, start, stop - start, _context.FallbackCharset, out var damaged);
        if (damaged)
        {
            _context.Report(MimeDefect.UndeclaredCharset, start);
        }

        AppendText(text);
        Reserve(end - stop);
        return stop;
    }

    // A line end or NUL that was hidden in an encoding would be one again where the text is sent on.
    private void AppendText(string text)
    {
        Reserve(text.Length);
        text.CopyTo(0, _chars, _count, text.Length);
        for (var i = text.IndexOfAny(Refused); i >= 0; i = text.IndexOfAny(Refused, i + 1))
        {
            _chars[_count + i] = ' ';
        }

        _count += text.Length;
    }

    private void Reserve(int count)
    {
        if (_chars.Length - _count < count)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _count + count));
        }
    }
}
