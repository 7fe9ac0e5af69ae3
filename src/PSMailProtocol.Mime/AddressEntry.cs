using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>One entry of what a person typed: the name and the address in it, and what is wrong with its shape.</summary>
/// <remarks>
/// A comma or semicolon ends an entry that has an address. Before one, a comma belongs to a name: RFC 5322 section 3.2.3 wants
/// such a name quoted, and people write <c>Doe, John &lt;john@example.com&gt;</c>. What stands before an address in angle brackets
/// is its name, also with an at sign or a colon; without a name a comment in parentheses is one.
/// </remarks>
internal sealed class AddressEntry
{
    private const string Several = "something follows the address; give one address only";

    private readonly string _text;
    private readonly int _start;
    private readonly List<(int Start, int End)> _comments = [];
    private int _position;
    private int _open = -1;
    private int _close = -1;
    private int _plainUntil;
    private bool _quoted;
    private bool _inLiteral;
    private bool _hasAt;
    private bool _hasComma;

    private AddressEntry(string text, int start, int plainUntil)
    {
        _text = text;
        _start = _position = start;
        _plainUntil = plainUntil;
        FindEnd();
        Text = Between(start, _position);
        Fault ??= _quoted ? "a double quote is not closed" : _open >= 0 && _close < 0 ? "the '<' has no '>' after one address" : null;
        if (Fault is null)
            TakeApart();
    }

    /// <summary>The whole of it.</summary>
    public string Text { get; }

    /// <summary>The name as it is typed, quotes and encoded-words included, or an empty string.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The address, without angle brackets.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What is wrong with its shape, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the name has more words behind an address, as where a comma was forgotten.</summary>
    public bool NameBeginsWithAddress
    {
        get
        {
            var end = 0;
            while (end < Name.Length && !IsSpace(Name[end]))
                end++;
            var at = Name.IndexOf('@', 0, end);
            return end < Name.Length && at > 0 && at + 1 < end && Name[0] != '"';
        }
    }

    /// <summary>The entries that are not empty.</summary>
    public static IEnumerable<AddressEntry> Split(string text)
    {
        for (int start = 0, plainUntil = 0; start < text.Length;)
        {
            var entry = new AddressEntry(text, start, plainUntil);
            if (entry.Text.Length > 0)
                yield return entry;
            (start, plainUntil) = (entry._position + 1, entry._plainUntil);
        }
    }

    /// <summary>
    /// White space of any kind, and what shows nothing and comes along where text is copied: bidirectional marks and spaces of no width.
    /// </summary>
    private static bool IsSpace(char character) => char.IsWhiteSpace(character)
        || character is '\u200B' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or '\u2060' or (>= '\u2066' and <= '\u2069')
            or '\uFEFF';

    private void FindEnd()
    {
        var isEmpty = true;
        for (; _position < _text.Length; _position++)
        {
            var character = _text[_position];
            if (_quoted && character == '\\')
                _position++;
            else if (_quoted)
                _quoted = character != '"';
            else if (character is ',' or ';' && (_hasAt || _close >= 0 || isEmpty || character == ';'))
                break;
            else if (_inLiteral)
                _inLiteral = character != ']';
            else
                Take(character);
            isEmpty &= IsSpace(character);
        }

        _position = Math.Min(_position, _text.Length);
    }

    private void Take(char character)
    {
        switch (character)
        {
            case '(' when (_open < 0 || _close >= 0) && CommentEnd() is > 0 and var end:
                _comments.Add((_position, end));
                _position = end;
                return;
            case '<' when _open < 0 && Fault is null && !(_hasAt && _hasComma)
                && !Between(_start, _position).EndsWith(",", StringComparison.Ordinal):
                (_open, _hasAt) = (_position, false);
                return;
            case '>' when _open >= 0 && _close < 0:
                _close = _position;
                return;
            case '<' or '>':
                Fault ??= Misplaced(character);
                return;
            case '[' when _hasAt && _text[_position - 1] == '@':
                _inLiteral = true;
                break;
            case '"':
                _quoted = true;
                break;
            default:
                _hasAt |= character == '@';
                _hasComma |= character == ',';
                break;
        }

        if (_close >= 0 && !IsSpace(character))
            Fault ??= Several;
    }

    /// <summary>
    /// Where the comment ends that begins here, or -1 if that is none: it holds no angle bracket and no semicolon, so that
    /// a stray parenthesis swallows no address.
    /// </summary>
    private int CommentEnd()
    {
        var depth = 0;
        for (var i = _position; _position >= _plainUntil; i++)
        {
            if (i >= _text.Length || _text[i] is '<' or '>' or ';')
                _plainUntil = i;
            else if (_text[i] == '\\')
                i++;
            else if (_text[i] == '(')
                depth++;
            else if (_text[i] == ')' && --depth == 0)
                return i;
        }

        return -1;
    }

    private void TakeApart()
    {
        if (_open >= 0)
        {
            Address = Between(_open + 1, _close);
            Name = Between(_start, _open);
            if (Name.Length == 0 && _comments.Count > 0)
                Name = CommentText(0);
        }
        else
        {
            // A comment before the address or behind it; one in its midst does not belong.
            var (first, last) = (0, _comments.Count - 1);
            var (start, end) = (_start, _position);
            for (; first <= last && Between(start, _comments[first].Start).Length == 0; first++)
                (Name, start) = (CommentText(first), _comments[first].End + 1);
            for (; last >= first && Between(_comments[last].End + 1, end).Length == 0; last--)
                (Name, end) = (CommentText(last), _comments[last].Start);
            Address = Between(start, end);
        }

        Fault = WhatDoesNotBelong();
    }

    private string CommentText(int index) => Between(_comments[index].Start + 1, _comments[index].End);

    private string? WhatDoesNotBelong()
    {
        var (quoted, hasAt, hasSpace) = (false, false, false);
        for (var i = 0; i < Address.Length; i++)
        {
            var character = Address[i];
            if (quoted && character == '\\')
                i++;
            else if (character == '"')
                quoted = !quoted;
            else if (quoted)
                continue;
            else if (character == '[' && hasAt && Address[i - 1] == '@')
                return null;
            else if (IsSpace(character) && hasAt)
                return Several;
            else if (character is '<' or '>' or '(' or ')' or ':' or ',' or '\\' || (character == '@' && hasAt))
                return Misplaced(character);
            else if (character == '@' && hasSpace)
                return "there is a space in it; write a name as in Display Name <user@example.com>";
            hasAt |= !quoted && character == '@';
            hasSpace |= !quoted && IsSpace(character);
        }

        return null;
    }

    private static string Misplaced(char character) =>
        $"it holds '{character}' where none belongs; put the name in double quotes, and give one address only";

    private string Between(int start, int end)
    {
        while (start < end && IsSpace(_text[start]))
            start++;
        while (end > start && IsSpace(_text[end - 1]))
            end--;
        return _text.Substring(start, end - start);
    }
}
