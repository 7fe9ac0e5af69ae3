using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Reads display names (<c>phrase</c>, RFC 5322 section 3.2.5): words, quoted strings and encoded-words in any mixture.</summary>
internal sealed class PhraseReader
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly DecodingContext _context;
    private readonly AddressTokens _tokens;
    private EncodedWordEnd _terminator = EncodedWordEnd.Unknown;

    public PhraseReader(byte[] buffer, int end, DecodingContext context, AddressTokens tokens)
    {
        _buffer = buffer;
        _end = end;
        _context = context;
        _tokens = tokens;
    }

    /// <summary>The text of a comment, its parentheses left out.</summary>
    public string ReadComment(int start, int end)
    {
        var builder = HeaderTextBuilder.Rent(_context);
        AppendUnquoted(builder, start + 1, end - 1);
        return builder.ToStringAndReturn();
    }

    /// <summary>The words between two positions, joined by one space each; comments are not part of a name.</summary>
    public string Read(int start, int end)
    {
        HeaderScan.Trim(_buffer, ref start, ref end);
        if (start >= end)
        {
            return "";
        }

        var builder = HeaderTextBuilder.Rent(_context);
        var spaced = false;
        for (var i = start; i < end;)
        {
            if (HeaderScan.IsSpace(_buffer[i]))
            {
                spaced = true;
                i++;
                continue;
            }

            var tokenEnd = Math.Min(TokenEnd(i, end), end);
            if (_buffer[i] != '(' || _tokens.ParenthesesAreLiteral)
            {
                AppendToken(builder, i, tokenEnd, spaced);
                spaced = false;
            }

            i = tokenEnd;
        }

        return builder.ToStringAndReturn();
    }

    private int TokenEnd(int start, int end)
    {
        if (_buffer[start] is (byte)'"' or (byte)'(' or (byte)'=')
        {
            var tokenEnd = _tokens.Skip(start, ref _terminator);
            if (tokenEnd > start + 1)
            {
                return tokenEnd;
            }
        }

        var i = start + 1;
        while (i < end && !HeaderScan.IsSpace(_buffer[i]) && _buffer[i] is not ((byte)'"' or (byte)'(' or (byte)'='))
        {
            i++;
        }

        return i;
    }

    private void AppendToken(HeaderTextBuilder builder, int start, int end, bool spaced)
    {
        if (_buffer[start] == '=' && EncodedWord.TryRead(_buffer, start, _end, ref _terminator, out var word))
        {
            if (spaced && !builder.IsAfterEncodedWord)
            {
                builder.Append(' ');
            }

            builder.AppendWord(_buffer, word);
            return;
        }

        if (spaced)
        {
            builder.Append(' ');
        }

        if (_buffer[start] == '"' && end > start + 1 && !_tokens.QuotesAreLiteral)
        {
            AppendUnquoted(builder, start + 1, end - 1);
        }
        else
        {
            builder.AppendRaw(_buffer, start, end);
        }
    }

    // The inside of a quoted string or comment: quoted pairs undone, encoded-words decoded though they may not be there.
    private void AppendUnquoted(HeaderTextBuilder builder, int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (Array.IndexOf(_buffer, (byte)'\\', start, end - start) < 0)
        {
            HeaderText.AppendTo(builder, _buffer, start, end);
            return;
        }

        var plain = new OctetBuffer(end - start);
        for (var i = start; i < end; i++)
        {
            i += _buffer[i] == '\\' && i + 1 < end ? 1 : 0;
            plain.Add(_buffer[i]);
        }

        HeaderText.AppendTo(builder, plain.Bytes, 0, plain.Count);
    }
}
