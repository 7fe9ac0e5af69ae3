using System;
using System.Globalization;
using System.IO;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>
/// Reads a server's responses by the grammar of RFC 9051 section 9. A response is one or more lines, joined where a
/// line ends in a literal; <c>Try…</c> methods leave the position alone when something else stands there, the others
/// fail with the server's line.
/// </summary>
internal sealed class ImapResponseReader
{
    private readonly MailConnection _connection;
    private readonly ImapLimits _limits;
    private byte[] _line = [];
    private int _position;
    private int _end;
    private long _responseOctets;

    public ImapResponseReader(MailConnection connection, ImapLimits limits)
    {
        _connection = connection;
        _limits = limits;
    }

    /// <summary>Whether the line has been read to its end.</summary>
    public bool AtEnd => _position == _end;

    /// <summary>Goes to the next response.</summary>
    public void NextResponse()
    {
        _responseOctets = 0;
        NextLine();
    }

    /// <summary>Takes a character if it stands here.</summary>
    public bool TryTake(char c)
    {
        if (AtEnd || _line[_position] != c)
            return false;

        _position++;
        return true;
    }

    /// <summary>Takes a character that has to stand here.</summary>
    public void Expect(char c)
    {
        if (!TryTake(c))
            throw Violation($"where '{c}' should be");
    }

    /// <summary>atom, with everything allowed that servers put into one: up to a space, parenthesis or the line's end.</summary>
    public string Atom()
    {
        var start = _position;
        while (!AtEnd && _line[_position] is not ((byte)' ' or (byte)'(' or (byte)')'))
            _position++;
        return _position > start ? Text(start, _position) : throw Violation("where a word should be");
    }

    /// <summary>The name of a FETCH item, a section in brackets included: <c>BODY[HEADER.FIELDS (DATE)]</c>.</summary>
    public string FetchItem()
    {
        var start = _position;
        var inSection = false;
        while (!AtEnd && (inSection || _line[_position] is not ((byte)' ' or (byte)'(' or (byte)')')))
        {
            inSection = _line[_position] switch
            {
                (byte)'[' => true,
                (byte)']' => false,
                _ => inSection,
            };
            _position++;
        }

        return _position > start ? Text(start, _position).ToUpperInvariant() : throw Violation("where an item should be");
    }

    /// <summary>A number of up to 63 bits, if one stands here.</summary>
    public bool TryNumber(out long number)
    {
        var start = _position;
        while (!AtEnd && _line[_position] is >= (byte)'0' and <= (byte)'9')
            _position++;
        if (long.TryParse(Text(start, _position), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return true;

        _position = start;
        return false;
    }

    /// <summary>A number that has to stand here.</summary>
    public long Number() => TryNumber(out var number) ? number : throw Violation("where a number should be");

    /// <summary>nstring: quoted, literal or NIL; an atom is taken as it is, since some servers forget the quotes.</summary>
    public string? NString()
    {
        if (TryTake('"'))
            return Quoted();
        if (TryLiteral(out var length))
            return LiteralText(length);

        var atom = Atom();
        return atom.Equals("NIL", StringComparison.OrdinalIgnoreCase) ? null : atom;
    }

    /// <summary>nstring whose content may be large: written to a stream and never held by its announced size.</summary>
    /// <returns>How many octets there were, or null for NIL.</returns>
    public long? NString(Stream destination)
    {
        if (TryLiteral(out var length))
        {
            CopyLiteral(length, destination, _connection.Limits.MessageSize, nameof(MailConnectionLimits.MessageSize));
            _connection.NoteReceived($"({length:N0} octets of message)");
            NextLine();
            return length;
        }

        if (NString() is not { } text)
            return null;

        var octets = Encoding.UTF8.GetBytes(text);
        destination.Write(octets, 0, octets.Length);
        return octets.Length;
    }

    /// <summary>Passes over one value of any kind, lists included, without recursion.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            while (depth > 0 && TryTake(' '))
            {
            }

            if (TryTake('('))
            {
                if (++depth > _limits.ListDepth)
                    throw _connection.LimitReached(nameof(ImapLimits.ListDepth), _limits.ListDepth);
            }
            else if (depth > 0 && TryTake(')'))
            {
                depth--;
            }
            else
            {
                NString();
            }
        }
        while (depth > 0);
    }

    /// <summary>The rest of the line as text.</summary>
    public string RestOfLine()
    {
        var rest = Text(_position, _end);
        _position = _end;
        return rest;
    }

    /// <summary>Passes over the rest of a response that means nothing to us, its literals included.</summary>
    public void SkipResponse()
    {
        while (TryFindTrailingLiteral(out var length))
        {
            CopyLiteral(length, Stream.Null, _connection.Limits.MessageSize, nameof(MailConnectionLimits.MessageSize));
            NextLine();
        }

        _position = _end;
    }

    /// <summary>The error for something that does not belong where it stands. The session is of no further use.</summary>
    public MailException Violation(string where)
    {
        var line = Text(0, _end);
        _connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation, $"The IMAP server sent something else {where}: \"{WireText.Excerpt(_connection.Cleared(line))}\".");
    }

    private void NextLine()
    {
        var line = _connection.ReadLine(_limits.ContentLine, nameof(ImapLimits.ContentLine));
        _responseOctets += line.Count;
        if (_responseOctets > _limits.Response)
            throw _connection.LimitReached(nameof(ImapLimits.Response), _limits.Response);

        // Copied, because reading a literal moves the connection's own buffer.
        _line = new byte[line.Count];
        Buffer.BlockCopy(line.Array!, line.Offset, _line, 0, line.Count);
        _position = 0;
        _end = line.Count;
        _connection.NoteReceived(Text(0, _end));
    }

    private string Quoted()
    {
        var start = _position;
        var escaped = false;
        while (!AtEnd && _line[_position] != '"')
        {
            if (_line[_position] == '\\')
            {
                escaped = true;
                _position++;
            }

            _position++;
        }

        if (_position >= _end)
        {
            _position = _end;
            throw Violation("where a closing quote should be");
        }

        var text = Text(start, _position++);
        return escaped ? Unescape(text) : text;
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>literal: <c>{count}</c> at the end of a line, with the plus of RFC 7888 tolerated.</summary>
    private bool TryLiteral(out long length)
    {
        length = 0;
        if (AtEnd || _line[_position] is not ((byte)'{' or (byte)'~'))
            return false;

        var start = _position;
        if (_line[_position] == '~' && (_position + 1 == _end || _line[_position + 1] != '{'))
            return false;
        _position += _line[_position] == '~' ? 2 : 1;
        if (TryNumber(out length))
        {
            TryTake('+');
            if (TryTake('}') && AtEnd)
                return true;
        }

        _position = start;
        throw Violation("where a literal should be");
    }

    private bool TryFindTrailingLiteral(out long length)
    {
        length = 0;
        if (_end == 0 || _line[_end - 1] != '}')
            return false;

        var open = Array.LastIndexOf(_line, (byte)'{', _end - 1, _end - _position);
        if (open < 0)
            return false;

        var digits = Text(open + 1, _end - 1).TrimEnd('+');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }

    private string LiteralText(long length)
    {
        using var content = new MemoryStream();
        CopyLiteral(length, content, _limits.TokenLiteral, nameof(ImapLimits.TokenLiteral));
        NextLine();
        return WireText.Decode(content.GetBuffer(), 0, (int)content.Length);
    }

    private void CopyLiteral(long length, Stream destination, long limit, string limitName)
    {
        if (length > limit)
            throw _connection.LimitReached(limitName, limit);

        var block = new byte[(int)Math.Min(length, MailConnection.BlockSize)];
        var sinceRenewal = 0;
        while (length > 0)
        {
            var read = _connection.ReadSome(block, 0, (int)Math.Min(length, block.Length));
            destination.Write(block, 0, read);
            length -= read;
            sinceRenewal += read;
            if (sinceRenewal < MailConnection.DeadlineStride)
                continue;

            sinceRenewal = 0;
            _connection.RenewDeadline();
        }
    }

    private string Text(int start, int end) => WireText.Decode(_line, start, end - start);
}
