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

    /// <summary>The values of the lists that are open, those of the innermost last, and where each list begins among them.</summary>
    private readonly List<ImapValue> _values = [];
    private readonly Stack<int> _lists = new();

    /// <summary>nstring: quoted, literal or NIL; an atom is taken as it is, since some servers forget the quotes.</summary>
    public string? NString()
    {
        if (TryTake('"'))
        {
            return Quoted(out var isClosed)
                ?? throw (isClosed
                    ? _connection.LimitReached(nameof(ImapLimits.Token), _limits.Token)
                    : Violation("where a closing quote should be"));
        }

        if (TryLiteral(out var length))
            return LiteralText(length) ?? throw _connection.LimitReached(nameof(ImapLimits.Token), _limits.Token);
        return NilOrAtom();
    }

    private string? NilOrAtom()
    {
        var atom = Atom();
        return IsNil(atom) ? null : atom;
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

    /// <summary>
    /// Passes over one value of any kind, lists of any depth included, without recursion. One that breaks off: see <see cref="IsBroken"/>.
    /// </summary>
    public void SkipValue()
    {
        var depth = 0;
        do
            depth += SkipToken(depth);
        while (depth > 0);
    }

    /// <summary>
    /// One value of any kind, lists included, without recursion; null for one of more than <see cref="ImapLimits.ListItems"/> values,
    /// nested deeper than <see cref="ImapLimits.ListDepth"/> or with a string beyond <see cref="ImapLimits.Token"/>, which is read past,
    /// and for one that breaks off: see <see cref="IsBroken"/>.
    /// </summary>
    public ImapValue? Value()
    {
        var count = 0;
        _values.Clear();
        _lists.Clear();
        while (true)
        {
            if (_lists.Count > 0)
                Space();
            if (TryTake('('))
            {
                if (_lists.Count == _limits.ListDepth)
                    return Passed(_lists.Count + 1);
                _lists.Push(_values.Count);
                continue;
            }

            var value = _lists.Count > 0 && TryTake(')') ? Close(_lists.Pop()) : String();
            if (value is null || ++count > _limits.ListItems)
                return Passed(_lists.Count);
            if (_lists.Count == 0)
                return value;
            _values.Add(value);
        }
    }

    /// <summary>The list of all values from one on.</summary>
    private ImapValue Close(int first)
    {
        var items = _values.GetRange(first, _values.Count - first);
        _values.RemoveRange(first, items.Count);
        return ImapValue.Of(items);
    }

    /// <summary>Passes over the rest of a value that is not kept, which so many lists hold.</summary>
    private ImapValue? Passed(int depth)
    {
        while (depth > 0 && !IsBroken)
            depth += SkipToken(depth);
        return null;
    }

    /// <summary>Passes over a word, a string or a parenthesis; returns by how much it changes the depth.</summary>
    private int SkipToken(int depth)
    {
        if (depth > 0)
            Space();
        if (TryTake('('))
            return 1;
        if (depth > 0 && TryTake(')'))
            return -1;
        if (TryTake('"') ? SkipQuoted() : IsLiteral(out var length) is { } isLiteral && (isLiteral ? SkipLiteral(length) : SkipAtom()))
            return 0;

        BreakOff();
        return -depth;
    }

    /// <summary>A string; null for one that is too long, and for what is none, where the response has broken off.</summary>
    private ImapValue? String()
    {
        string? text = null;
        var isString = true;
        if (TryTake('"'))
            text = Quoted(out isString);
        else if (IsLiteral(out var length) is not { } isLiteral)
            isString = false;
        else if (isLiteral)
            text = LiteralText(length);
        else if (WordOrNull(out isString) is { } word)
            return ImapValue.Of(IsNil(word) ? null : word);

        if (!isString)
            BreakOff();
        return text is null ? null : ImapValue.Of(text);
    }

    private static bool IsNil(string word) => word.Equals("NIL", StringComparison.OrdinalIgnoreCase);

    /// <summary>Passes over what is left of the response. Nobody knows any more what it means, and it takes no other with it.</summary>
    private void BreakOff()
    {
        IsBroken = true;
        SkipLines();
    }

    /// <summary>As <see cref="Atom"/>; null for one that is too long, which is read past, and where none stands.</summary>
    /// <param name="isWord">Whether one stands here.</param>
    private string? WordOrNull(out bool isWord)
    {
        var start = _position;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            if (IsAtomEnd(_octets[_position]))
            {
                isWord = _position > start;
                return isWord ? ImapText.Decode(_octets, start, _position - start) : null;
            }

            if (_position++ - start >= _limits.Token)
            {
                isWord = true;
                SkipAtom();
                return null;
            }
        }
    }

    /// <summary>Passes over the rest of a word; returns whether there was any.</summary>
    private bool SkipAtom()
    {
        var isWord = false;
        for (; !IsAtomEnd(Peek()); _position++)
            isWord = true;
        return isWord;
    }

    /// <summary>
    /// The rest of a quoted string, behind its first quote; null for one that is too long, which is read past, or not closed.
    /// </summary>
    /// <param name="isClosed">Whether it ends before its line does.</param>
    private string? Quoted(out bool isClosed)
    {
        var start = _position;
        var isEscaped = false;
        isClosed = true;
        while (true)
        {
            if (_position == _end)
                start = More(start);
            var octet = _octets[_position];
            if (octet == '"')
                break;
            if (octet is (byte)'\r' or (byte)'\n')
            {
                isClosed = false;
                return null;
            }

            if (octet == '\\')
            {
                isEscaped = true;
                if (++_position == _end)
                    start = More(start);
                if (_octets[_position] is (byte)'\r' or (byte)'\n')
                    continue;
            }

            if (_position++ - start < _limits.Token)
                continue;

            isClosed = SkipQuoted();
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

    /// <summary>Passes over the rest of a quoted string, behind its first quote; returns whether it ends before its line does.</summary>
    private bool SkipQuoted()
    {
        for (var octet = Peek(); octet != '"'; octet = Peek())
        {
            if (octet is (byte)'\r' or (byte)'\n')
                return false;

            _position++;
            if (octet == '\\' && Peek() is not ((byte)'\r' or (byte)'\n'))
                _position++;
        }

        _position++;
        return true;
    }

    /// <summary>
    /// literal or literal8, if one stands here: <c>{count}</c> at the end of a line, with the plus of RFC 7888 tolerated.
    /// </summary>
    private bool TryLiteral(out long length) => IsLiteral(out length) ?? throw Violation("where a literal should be");

    /// <summary>As <see cref="TryLiteral"/>; null for what begins as a literal and is none.</summary>
    private bool? IsLiteral(out long length)
    {
        length = 0;
        if (Peek() == '~' && Peek(1) == '{')
            _position++;
        if (!TryTake('{'))
            return false;
        if (!TryNumber(out length))
            return null;

        TryTake('+');
        if (!TryTake('}') || !AtEnd)
            return null;
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
    private bool SkipLiteral(long length)
    {
        if (length > _connection.Limits.MessageSize)
            throw _connection.LimitReached(nameof(MailConnectionLimits.MessageSize), _connection.Limits.MessageSize);
        CopyLiteral(length, Stream.Null);
        return true;
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

    /// <summary>Passes over what is left of a response, its literals included, and stands at its end.</summary>
    private void SkipLines()
    {
        while (SkipLine() is { } length)
        {
            EndLine();
            SkipLiteral(length);
        }
    }

    /// <summary>Passes over a line up to its end; returns the count of the literal that it ends in, or null.</summary>
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
                >= (byte)'0' and <= (byte)'9'
                    when isOpen && count is null or < long.MaxValue / 10 - 1 => (isOpen, ((count ?? 0) * 10) + (octet - '0')),
                (byte)'+' when isOpen && count is not null => (true, count),
                _ => (false, (long?)null),
            };
        }

        return closed;
    }
}
