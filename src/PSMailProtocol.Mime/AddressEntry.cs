using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Splits what a person typed into entries of one mailbox each, and finds in each what nobody types on purpose.</summary>
/// <remarks>
/// A comma or semicolon ends an entry that has an address. Before one, a comma belongs to a name: RFC 5322 section 3.2.3 wants
/// such a name quoted, and people write <c>Doe, John &lt;john@example.com&gt;</c>.
/// </remarks>
internal sealed class AddressEntry
{
    private readonly string _text;
    private int _position;
    private bool _quoted;
    private bool _bracketed;
    private bool _inLiteral;
    private bool _hasAt;
    private bool _hasComment;
    private bool _isOver;

    private AddressEntry(string text, int start)
    {
        _text = text;
        _position = start;
    }

    /// <summary>The entries that are not empty, each with what is wrong with its shape, or null.</summary>
    public static IEnumerable<(string Entry, string? Fault)> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var entry = new AddressEntry(text, start);
            var fault = entry.FindEnd();
            var content = text.Substring(start, entry._position - start).Trim(' ');
            if (content.Length > 0)
                yield return (content, fault);
            start = entry._position + 1;
        }
    }

    private string? FindEnd()
    {
        string? fault = null;
        var isEmpty = true;
        for (; _position < _text.Length; _position++)
        {
            var character = _text[_position];
            if (_quoted && character == '\\')
                _position++;
            else if (character == '"')
                fault ??= Quote();
            else if (!_quoted && character is ',' or ';' && (_hasAt || isEmpty || character == ';'))
                break;
            else if (!_quoted)
                fault ??= Take(character);
            isEmpty &= character == ' ';
        }

        if (_position > _text.Length)
            _position = _text.Length;
        return fault ?? (_quoted ? "a double quote is not closed" : _bracketed ? "the '<' has no '>' after one address" : null);
    }

    private string? Quote()
    {
        _quoted = !_quoted;
        return _isOver ? "something follows the address; give one address only" : null;
    }

    private string? Take(char character)
    {
        if (_inLiteral)
        {
            _inLiteral = character != ']';
            return null;
        }

        switch (character)
        {
            case ' ':
                _isOver |= _hasAt && !_bracketed;
                return null;
            case '<' when !_bracketed && !_hasAt && !IsAfterComma():
                _bracketed = true;
                return null;
            case '>' when _bracketed:
                (_bracketed, _isOver) = (false, true);
                return null;
            case '@' when !_hasAt && !(_hasComment && !_bracketed):
                _hasAt = true;
                return null;
            case '[' when _hasAt && _text[_position - 1] == '@':
                _inLiteral = true;
                return null;
            case '(' when !_hasAt && !_bracketed:
                _hasComment = true;
                return null;
            case '<' or '>' or '@' or ':' or '\\' or '(':
                return $"it holds '{character}' where none belongs; put the name in double quotes, and give one address only";
            default:
                return _isOver ? "something follows the address; give one address only" : null;
        }
    }

    private bool IsAfterComma() => _text.Substring(0, _position).TrimEnd(' ').EndsWith(",", StringComparison.Ordinal);
}
