using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Reads a command's octets by the grammar of RFC 3501 section 9, one production a method.</summary>
internal sealed class ImapArguments
{
    private const string AtomSpecials = "(){%*\"\\]";

    private readonly byte[] _octets;
    private readonly bool _acceptsUtf8;
    private int _position;

    /// <summary>Begins to read a command.</summary>
    /// <param name="octets">The command without its last line end.</param>
    /// <param name="acceptsUtf8">Whether quoted strings may hold UTF-8, and mailbox names are in it (RFC 6855, RFC 9051).</param>
    public ImapArguments(byte[] octets, bool acceptsUtf8)
    {
        _octets = octets;
        _acceptsUtf8 = acceptsUtf8;
    }

    /// <summary>Whether a string that was read is not of ASCII alone.</summary>
    public bool HasNonAscii { get; private set; }

    public bool IsAtEnd => _position == _octets.Length;

    /// <summary>What has not been read yet, for people.</summary>
    public string Rest => Encoding.UTF8.GetString(_octets, _position, _octets.Length - _position);

    public bool NextIs(char c) => _position < _octets.Length && _octets[_position] == c;

    /// <summary>Whether a sequence set comes next: a digit, an asterisk or a dollar sign.</summary>
    public bool StartsSequenceSet =>
        NextIs('*') || NextIs('$') || (_position < _octets.Length && _octets[_position] is >= (byte)'0' and <= (byte)'9');

    public bool TryTake(char c)
    {
        if (!NextIs(c))
            return false;
        _position++;
        return true;
    }

    /// <summary>Takes a text of ASCII if it comes next; letter case does not count.</summary>
    public bool TryTake(string text)
    {
        var next = Encoding.ASCII.GetString(_octets, _position, Math.Min(text.Length, _octets.Length - _position));
        if (!next.Equals(text, StringComparison.OrdinalIgnoreCase))
            return false;

        _position += text.Length;
        return true;
    }

    public void Expect(char c)
    {
        if (!TryTake(c))
            throw new ImapSyntaxException(c == ' ' ? "A space is missing" : $"{c} is missing");
    }

    public void Space() => Expect(' ');

    public void End()
    {
        if (!IsAtEnd)
            throw new ImapSyntaxException("The command has too many arguments");
    }

    /// <summary><c>tag</c>: atom characters but the plus.</summary>
    public string Tag() => TakeWhile(c => IsAtomChar(c) && c != '+', "A tag is missing");

    /// <summary><c>atom</c>.</summary>
    public string Atom() => TakeWhile(IsAtomChar, "An atom is missing");

    /// <summary>A command's or search key's name, in capitals.</summary>
    public string Keyword() => Atom().ToUpperInvariant();

    /// <summary>The name of a FETCH item up to its section, in capitals: <c>BODY.PEEK</c>, <c>RFC822.SIZE</c>.</summary>
    public string ItemName() => TakeWhile(
        c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-', "An item is missing").ToUpperInvariant();

    /// <summary><c>astring</c>: an atom (with closing brackets), a quoted string or a literal.</summary>
    public string AString() => NextIs('"') || NextIs('{') ? String() : TakeWhile(c => IsAtomChar(c) || c == ']', "A string is missing");

    /// <summary><c>nstring</c>: a string, or null for NIL.</summary>
    public string? NString()
    {
        if (NextIs('"') || NextIs('{'))
            return String();
        return Keyword() == "NIL" ? null : throw new ImapSyntaxException("A string is missing");
    }

    /// <summary>
    /// The octets of a literal, or of one with NUL in it (RFC 3516). The command reader has made sure that as much follows as the
    /// mark says.
    /// </summary>
    public byte[] LiteralOctets()
    {
        TryTake('~');
        Expect('{');
        var octets = new byte[(int)Number()];
        TryTake('+');
        Expect('}');
        Expect('\r');
        Expect('\n');
        Buffer.BlockCopy(_octets, _position, octets, 0, octets.Length);
        _position += octets.Length;
        return octets;
    }

    /// <summary><c>list-mailbox</c>: an astring that may hold wildcards.</summary>
    public string ListMailbox() => MailboxName(
        NextIs('"') || NextIs('{') ? String() : TakeWhile(c => IsAtomChar(c) || c is ']' or '%' or '*', "A pattern is missing"));

    /// <summary><c>mailbox</c>.</summary>
    public string Mailbox() => MailboxName(AString());

    /// <summary><c>number</c>.</summary>
    public uint Number()
    {
        var digits = TakeWhile(c => c is >= '0' and <= '9', "A number is missing");
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ImapSyntaxException("A number is too large");
    }

    /// <summary><c>mod-sequence-valzer</c> (RFC 7162 section 7), or one of Gmail's numbers.</summary>
    public long BigNumber()
    {
        var digits = TakeWhile(c => c is >= '0' and <= '9', "A number is missing");
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ImapSyntaxException("A number is too large");
    }

    /// <summary><c>sequence-set</c>.</summary>
    public ImapSequenceSet SequenceSet()
    {
        if (TryTake('$'))
            return ImapSequenceSet.Saved;

        var ranges = new List<(uint First, uint Last)>();
        do
        {
            var first = SequenceNumber();
            ranges.Add((first, TryTake(':') ? SequenceNumber() : first));
        }
        while (TryTake(','));
        return new ImapSequenceSet(ranges);
    }

    /// <summary><c>date</c>, quoted or not: <c>1-Feb-1994</c>.</summary>
    public System.DateTime Date()
    {
        var text = AString();
        return System.DateTime.TryParseExact(text, "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ImapSyntaxException("A date looks like 1-Feb-1994");
    }

    /// <summary><c>date-time</c>, quoted, its day with a blank or a zero before it.</summary>
    public DateTimeOffset DateTime()
    {
        var text = AString().TrimStart(' ');
        return DateTimeOffset.TryParseExact(text, "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
            ? date
            : throw new ImapSyntaxException("A date and time looks like 01-Feb-1994 13:00:00 +0000");
    }

    /// <summary>A list in parentheses, or one element without them.</summary>
    public List<T> ListOrOne<T>(Func<T> element) => NextIs('(') ? ParenthesizedList(element) : [element()];

    /// <summary>A list in parentheses, which may be empty.</summary>
    public List<T> ParenthesizedList<T>(Func<T> element)
    {
        var list = new List<T>();
        Expect('(');
        if (TryTake(')'))
            return list;

        do
            list.Add(element());
        while (TryTake(' '));
        Expect(')');
        return list;
    }

    /// <summary><c>flag</c>: an atom, with a backslash if the flag is a system one.</summary>
    public string Flag() => TryTake('\\') ? "\\" + Atom() : Atom();

    /// <summary>A label of Gmail: a flag or a string.</summary>
    public string Label() => NextIs('\\') ? Flag() : Mailbox();

    /// <summary>Whether a text can go over the wire as an atom.</summary>
    public static bool IsAtom(string text) => text.Length > 0 && text.All(IsAtomChar);

    private string MailboxName(string written)
    {
        if (_acceptsUtf8)
            return written;
        return written.All(c => c < '\x80')
            ? ModifiedUtf7.Decode(written)
            : throw new ImapSyntaxException("A mailbox's name is in modified UTF-7");
    }

    private static bool IsAtomChar(char c) => c > ' ' && c < '\x7f' && AtomSpecials.IndexOf(c) < 0;

    private uint SequenceNumber()
    {
        if (TryTake('*'))
            return ImapSequenceSet.Largest;
        var number = Number();
        return number > 0 ? number : throw new ImapSyntaxException("Numbers begin at 1");
    }

    private string TakeWhile(Func<char, bool> belongs, string missing)
    {
        var start = _position;
        while (_position < _octets.Length && belongs((char)_octets[_position]))
            _position++;
        return _position > start ? Encoding.ASCII.GetString(_octets, start, _position - start) : throw new ImapSyntaxException(missing);
    }

    private string String() => NextIs('"') ? Quoted() : Literal();

    private string Quoted()
    {
        var text = new List<byte>();
        Expect('"');
        while (!TryTake('"'))
        {
            var escaped = TryTake('\\');
            if (IsAtEnd || (escaped && !NextIs('"') && !NextIs('\\')))
                throw new ImapSyntaxException("A quoted string does not end, or escapes what needs no escape");
            if (_octets[_position] is 0 or (byte)'\r' or (byte)'\n' || (_octets[_position] > 127 && !_acceptsUtf8))
                throw new ImapSyntaxException("A quoted string holds what it may not");
            text.Add(_octets[_position++]);
        }

        return Utf8(text.ToArray());
    }

    private string Literal() => Utf8(LiteralOctets());

    private string Utf8(byte[] text)
    {
        HasNonAscii |= Array.Exists(text, octet => octet > 127);
        return Encoding.UTF8.GetString(text);
    }
}
