using System;

namespace PSMailProtocol.Mime;

/// <summary>Steps over the tokens of an address field: quoted strings, comments, encoded-words, address literals, single octets.</summary>
internal sealed class AddressTokens
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly DecodingContext _context;

    public AddressTokens(byte[] buffer, int end, DecodingContext context)
    {
        _buffer = buffer;
        _end = end;
        _context = context;
    }

    /// <summary>Whether a quote was found that is never closed, so that from there on quotes are like letters.</summary>
    public bool QuotesAreLiteral { get; private set; }

    /// <summary>The same for parentheses.</summary>
    public bool ParenthesesAreLiteral { get; private set; }

    /// <summary>The index after the token at a position, at least one octet on.</summary>
    public int Skip(int i, ref EncodedWordEnd terminator)
    {
        switch (_buffer[i])
        {
            case (byte)'"' when !QuotesAreLiteral:
                return SkipQuoted(i);
            case (byte)'(' when !ParenthesesAreLiteral:
                var end = HeaderScan.SkipComment(_buffer, i, _end);
                ParenthesesAreLiteral = end == _end && _buffer[end - 1] != ')';
                return ParenthesesAreLiteral ? i + 1 : end;
            case (byte)'=' when EncodedWord.TryRead(_buffer, i, _end, ref terminator, out var word):
                return word.End;
            case (byte)'[':
                var close = Array.IndexOf(_buffer, (byte)']', i, Math.Min(_end - i, 256));
                return close < 0 ? i + 1 : close + 1;
            default:
                return i + 1;
        }
    }

    private int SkipQuoted(int start)
    {
        for (var i = start + 1; i < _end; i++)
        {
            if (_buffer[i] == '\\')
            {
                i++;
            }
            else if (_buffer[i] == '"')
            {
                return i + 1;
            }
        }

        // It is never closed: the rest is read as if the quote were a letter, or every address after it would be lost.
        QuotesAreLiteral = true;
        _context.Report(MimeDefect.InvalidAddress, start);
        return start + 1;
    }
}
