using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// The strict reading of one mailbox that a person typed: RFC 5322 section 3.4 without its obsolete forms, with the
/// UTF-8 of RFC 6532. What received mail carries is read by the lenient <see cref="AddressListParser"/> instead.
/// </summary>
internal sealed class MailboxTextParser
{
    // RFC 5321 section 4.5.3.1: 64 octets of local part, 255 of domain.
    private const int MaxAddressLength = 64 + 1 + 255;
    private const int MaxLabelLength = 63;
    private const int MaxDomainLength = 255;
    private const int MaxEchoLength = 100;

    private readonly string _text;
    private int _position;
    private string _reason = "it is empty";
    private bool _mayEcho = true;

    public MailboxTextParser(string text) => _text = text;

    public bool TryParse([NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        if (!CheckCharacters())
        {
            return false;
        }

        SkipSpace();
        return TryReadNameAddress(out address) && AtEnd();
    }

    /// <summary>One sentence for a person. Controls never get into it, nor any text that holds one.</summary>
    public string DescribeFailure()
    {
        if (!_mayEcho || _text.Length == 0)
        {
            return "The address cannot be used: " + _reason + ".";
        }

        var cut = char.IsHighSurrogate(_text[Math.Min(MaxEchoLength, _text.Length) - 1]) ? MaxEchoLength - 1 : MaxEchoLength;
        var shown = _text.Length <= MaxEchoLength ? _text : _text.Substring(0, cut) + "...";
        return "The address '" + shown + "' cannot be used: " + _reason + ".";
    }

    // A line break anywhere would become a command or a header of its own (CVE-2026-30227), so the whole text is looked
    // at before any of it is read: nothing that is quoted or escaped gets past.
    private bool CheckCharacters()
    {
        for (var i = 0; i < _text.Length; i++)
        {
            var character = _text[i];
            if (AtomText.IsControl(character))
            {
                _mayEcho = false;
                return Fail("it holds a line break, a NUL or another control character");
            }

            if (char.IsHighSurrogate(character) && i + 1 < _text.Length && char.IsLowSurrogate(_text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(character))
            {
                _mayEcho = false;
                return Fail("it holds half of a surrogate pair");
            }
        }

        return true;
    }

    private bool TryReadNameAddress([NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        var start = _position;
        if (Peek() == '"' && !TryReadQuoted(out _))
        {
            return false;
        }

        // A quoted string is a local part when an at sign follows, otherwise it begins a display name.
        if (_position > start && Peek() == '@')
        {
            _position = start;
            return TryReadAddress("", out address);
        }

        _position = start;
        var bracket = FindUnquoted('<');
        if (bracket < 0)
        {
            return TryReadAddress("", out address);
        }

        if (!TryReadName(bracket, out var name))
        {
            return false;
        }

        _position = bracket + 1;
        SkipSpace();
        if (!TryReadAddress(name, out address))
        {
            return false;
        }

        SkipSpace();
        if (Peek() != '>')
        {
            address = null;
            return Fail("the '<' has no '>' after one address");
        }

        _position++;
        return true;
    }

    private int FindUnquoted(char wanted)
    {
        var quoted = false;
        for (var i = _position; i < _text.Length; i++)
        {
            if (quoted && _text[i] == '\\')
            {
                i++;
            }
            else if (_text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && _text[i] == wanted)
            {
                return i;
            }
        }

        return -1;
    }

    // A phrase, and also the dots, parentheses and apostrophes that people put into names without quoting them.
    private bool TryReadName(int end, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var phrase = new StringBuilder(end);
        while (_position < end)
        {
            var character = _text[_position];
            if (character == '"')
            {
                if (!TryReadQuoted(out var quoted))
                {
                    return false;
                }

                phrase.Append(quoted);
                continue;
            }

            if (character is ',' or ';' or ':' or '@' or '>' or '\\')
            {
                return Fail("the display name holds '" + character + "'; put the name in double quotes, and give one address only");
            }

            phrase.Append(character);
            _position++;
        }

        name = phrase.ToString().Trim();
        return true;
    }

    private bool TryReadAddress(string name, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        var start = _position;
        if (!TryReadLocalPart(out var localPart))
        {
            return false;
        }

        if (Peek() != '@')
        {
            return Fail("there is no '@' and domain after the local part");
        }

        _position++;
        if (!TryReadDomain(out var domain))
        {
            return false;
        }

        if (_position - start > MaxAddressLength)
        {
            return Fail("it is longer than an address can be");
        }

        address = new MailboxAddress(name, localPart, domain);
        return true;
    }

    private bool TryReadLocalPart([NotNullWhen(true)] out string? localPart)
    {
        if (Peek() == '"')
        {
            return TryReadQuoted(out localPart);
        }

        var start = _position;
        while (_position < _text.Length && (_text[_position] == '.' || AtomText.IsAtomText(_text[_position])))
        {
            _position++;
        }

        localPart = _text.Substring(start, _position - start);
        return AtomText.IsDotAtom(localPart) || Fail(localPart.Length == 0
            ? "there is no local part before the '@'"
            : "the local part begins or ends with a dot or has two in a row; put it in double quotes");
    }

    private bool TryReadQuoted([NotNullWhen(true)] out string? content)
    {
        var unquoted = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            var character = _text[_position];
            if (character == '"')
            {
                _position++;
                content = unquoted.ToString();
                return true;
            }

            if (character == '\\' && ++_position == _text.Length)
            {
                break;
            }

            unquoted.Append(_text[_position]);
        }

        content = null;
        return Fail("a double quote is not closed");
    }

    private bool TryReadDomain([NotNullWhen(true)] out string? domain)
    {
        var start = _position;
        if (Peek() == '[')
        {
            return TryReadAddressLiteral(out domain);
        }

        var label = start;
        while (_position < _text.Length && (_text[_position] == '.' || IsDomainText(_text[_position])))
        {
            if (_text[_position] == '.')
            {
                if (_position == label || _position - label > MaxLabelLength)
                {
                    break;
                }

                label = _position + 1;
            }

            _position++;
        }

        domain = _text.Substring(start, _position - start);
        var labelLength = _position - label;
        return (labelLength is > 0 and <= MaxLabelLength && domain.Length <= MaxDomainLength)
            || Fail("the domain is missing or has an empty or too long label");
    }

    private static bool IsDomainText(char character) => character < 128
        ? character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_'
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character)
            || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || character is '\u200C' or '\u200D' or '\u00B7' or '\u30FB';

    // RFC 5321 section 4.1.3: [192.0.2.1] or [IPv6:2001:db8::1].
    private bool TryReadAddressLiteral([NotNullWhen(true)] out string? domain)
    {
        var end = _text.IndexOf(']', _position);
        domain = end < 0 ? "" : _text.Substring(_position, end + 1 - _position);
        for (var i = 1; i < domain.Length - 1; i++)
        {
            var character = domain[i];
            if (character is <= ' ' or '[' or '\\' or > '~')
            {
                return Fail("the address literal in brackets is malformed");
            }
        }

        if (domain.Length <= 2)
        {
            return Fail("the address literal in brackets is malformed");
        }

        _position = end + 1;
        return true;
    }

    private bool AtEnd()
    {
        SkipSpace();
        return _position == _text.Length || Fail("something follows the address; give one address only");
    }

    private void SkipSpace()
    {
        while (Peek() == ' ')
        {
            _position++;
        }
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool Fail(string reason)
    {
        _reason = reason;
        return false;
    }
}
