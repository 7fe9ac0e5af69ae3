using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <content>Strings, literals and values of any kind.</content>
internal sealed partial class ImapReader
{
    /// <summary>How many times the cap a message may be that is read past.</summary>
    private const int DrainedCaps = 4;

    /// <summary>nstring: quoted, literal or NIL; an atom is taken as it is, since some servers forget the quotes.</summary>
    public string? NString()
    {
        if (TryTake('"'))
            return Quoted() ?? throw _connection.LimitReached(nameof(ImapLimits.Token), _limits.Token);
        if (TryLiteral(out var length))
            return LiteralText(length) ?? throw _connection.LimitReached(nameof(ImapLimits.Token), _limits.Token);
        return NilOrAtom();
    }

    private string? NilOrAtom()
    {
        var atom = Atom();
        return atom.Equals("NIL", StringComparison.OrdinalIgnoreCase) ? null : atom;
    }

    /// <summary>
    /// nstring that is the content of a message: written to a stream and never held by its announced size. One beyond
    /// <see cref="MailConnectionLimits.MessageSize"/> is read past, so that it does not take the session with it.
    /// </summary>
    /// <param name="destination">Takes the octets, and none of one that is too large.</param>
    /// <returns>How many octets there were, or null for NIL.</returns>
    public long? Content(Stream destination)
    {
        if (!TryLiteral(out var length))
        {
            if (Unshown(NString) is not { } text)
                return null;

            var octets = Encoding.UTF8.GetBytes(text);
            destination.Write(octets, 0, octets.Length);
            return octets.Length;
        }

        var cap = _connection.Limits.MessageSize;
        if (length / DrainedCaps > cap)
            throw _connection.LimitReached(nameof(MailConnectionLimits.MessageSize), cap);

        CopyLiteral(length, length > cap ? Stream.Null : destination);
        _connection.NoteReceived($"({length:N0} octets of message)");
        return length;
    }

    /// <summary>Reads something that is text of a message, which no transcript has: in its place stands how much it was.</summary>
    public T Unshown<T>(Func<T> read)
    {
        Give(_position);
        _unshownOctets = 0;
        try
        {
            return read();
        }
        finally
        {
            Give(_position);
            var note = Encoding.ASCII.GetBytes($"({_unshownOctets:N0} octets of message)");
            _unshownOctets = null;
            Show(note, 0, note.Length);
        }
    }

    /// <summary>Passes over one value of any kind, lists included, without recursion.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            if (depth > 0)
                Space();
            if (TryTake('('))
                CapDepth(++depth);
            else if (depth > 0 && TryTake(')'))
                depth--;
            else if (TryLiteral(out var length))
                SkipLiteral(length);
            else if (TryTake('"'))
                SkipQuoted();
            else
                Atom();
        }
        while (depth > 0);
    }

    /// <summary>
    /// One value of any kind, lists included, without recursion; null for one of more than <see cref="ImapLimits.ListItems"/> values
    /// or with a string beyond <see cref="ImapLimits.Token"/>, which is read past.
    /// </summary>
    public ImapValue? Value()
    {
        var open = new Stack<List<ImapValue>>();
        var count = 0;
        var isTooLarge = false;
        while (true)
        {
            if (open.Count > 0)
                Space();
            if (TryTake('('))
            {
                CapDepth(open.Count + 1);
                open.Push([]);
                continue;
            }

            var value = open.Count > 0 && TryTake(')') ? ImapValue.Of(open.Pop()) : String(ref isTooLarge);
            isTooLarge |= ++count > _limits.ListItems;
            if (open.Count == 0)
                return isTooLarge ? null : value;
            if (!isTooLarge)
                open.Peek().Add(value);
        }
    }

    private ImapValue String(ref bool isTooLarge)
    {
        string? text;
        if (TryTake('"'))
            isTooLarge |= (text = Quoted()) is null;
        else if (TryLiteral(out var length))
            isTooLarge |= (text = LiteralText(length)) is null;
        else
            text = NilOrAtom();
        return ImapValue.Of(text);
    }

    private void CapDepth(int depth)
    {
        if (depth > _limits.ListDepth)
            throw _connection.LimitReached(nameof(ImapLimits.ListDepth), _limits.ListDepth);
    }

    /// <summary>The rest of a quoted string, behind its first quote; null for one that is too long, and it is read past.</summary>
    private string? Quoted()
    {
        var start = _position;
        var isEscaped = false;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            var octet = _octets[_position];
            if (octet == '"')
                break;
            if (octet is (byte)'\r' or (byte)'\n')
                throw Violation("where a closing quote should be");

            if (octet == '\\')
            {
                isEscaped = true;
                if (++_position == _end)
                    start = More(start);
            }

            if (_position++ - start < _limits.Token)
                continue;

            SkipQuoted();
            return null;
        }

        var text = ImapText.Decode(_octets, start, _position - start);
        _position++;
        return isEscaped ? Unescaped(text) : text;
    }

    private static string Unescaped(string text)
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

    /// <summary>Passes over the rest of a quoted string, behind its first quote.</summary>
    private void SkipQuoted()
    {
        for (var octet = Peek(); octet != '"'; octet = Peek())
        {
            if (octet is (byte)'\r' or (byte)'\n')
                throw Violation("where a closing quote should be");

            _position++;
            if (octet == '\\')
            {
                Peek();
                _position++;
            }
        }

        _position++;
    }

    /// <summary>literal or literal8: <c>{count}</c> at the end of a line, with the plus of RFC 7888 tolerated.</summary>
    private bool TryLiteral(out long length)
    {
        length = 0;
        if (Peek() == '~' && Peek(1) == '{')
            _position++;
        if (!TryTake('{'))
            return false;
        if (!TryNumber(out length))
            throw Violation("where a literal should be");

        TryTake('+');
        if (!TryTake('}') || !AtEnd)
            throw Violation("where a literal should be");
        EndLine();
        return true;
    }

    /// <summary>The text of a literal; null for one that is too long, and it is read past.</summary>
    private string? LiteralText(long length)
    {
        if (length > _limits.Token)
        {
            SkipLiteral(length);
            return null;
        }

        using var content = new MemoryStream();
        CopyLiteral(length, content);
        _responseOctets += length;
        return ImapText.Decode(content.GetBuffer(), 0, (int)content.Length);
    }

    /// <summary>Reads past a literal of something that nobody wants, which counts as content if it is large.</summary>
    private void SkipLiteral(long length)
    {
        if (length > _connection.Limits.MessageSize)
            throw _connection.LimitReached(nameof(MailConnectionLimits.MessageSize), _connection.Limits.MessageSize);
        CopyLiteral(length, Stream.Null);
    }

    /// <summary>Reads a literal, at whose beginning the reader stands.</summary>
    private void CopyLiteral(long length, Stream destination)
    {
        var block = new byte[(int)Math.Min(length, MailConnection.BlockSize)];
        while (length > 0)
        {
            var read = _connection.ReadSome(block, 0, (int)Math.Min(length, block.Length));
            destination.Write(block, 0, read);
            length -= read;
            Renew(read);
        }

        Look();
    }

    /// <summary>Passes over a line; returns the count of the literal that it ends in, or null.</summary>
    private long? SkipLine()
    {
        long? count = null;
        var isOpen = false;
        long? closed = null;
        while (!AtEnd)
        {
            var octet = _octets[_position++];
            closed = octet == '}' && isOpen ? count : null;
            (isOpen, count) = octet switch
            {
                (byte)'{' => (true, null),
                >= (byte)'0' and <= (byte)'9' when isOpen && count is null or < long.MaxValue / 10 - 1 => (isOpen, ((count ?? 0) * 10) + (octet - '0')),
                (byte)'+' when isOpen && count is not null => (true, count),
                _ => (false, (long?)null),
            };
        }

        EndLine();
        return closed;
    }
}
