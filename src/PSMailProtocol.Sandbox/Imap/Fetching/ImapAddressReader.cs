using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Reads an address list (RFC 5322 section 3.4) as servers do for an envelope: what it cannot make sense of it takes as it is.</summary>
internal sealed class ImapAddressReader
{
    /// <summary>What servers put where an address has no domain, since none at all would begin a group.</summary>
    private const string NoHost = ".MISSING-HOST-NAME.";

    private readonly string _field;
    private readonly List<ImapAddress> _addresses = [];
    private readonly StringBuilder _text = new();
    private string? _phrase;
    private string? _comment;
    private string? _angle;
    private bool _isAngle;
    private bool _isGroup;
    private int _position;

    public ImapAddressReader(string field) => _field = field;

    public List<ImapAddress> Read()
    {
        for (; _position < _field.Length; _position++)
            Take(_field[_position]);
        Flush();
        if (_isGroup)
            EndGroup();
        return _addresses;
    }

    private void Take(char c)
    {
        switch (c)
        {
            case '"':
                TakeQuoted();
                break;
            case '(':
                _comment = TakeComment();
                break;
            case '<' when !_isAngle:
                (_phrase, _isAngle) = (_text.ToString().Trim(), true);
                _text.Clear();
                break;
            case '>' when _isAngle:
                (_angle, _isAngle) = (_text.ToString(), false);
                _text.Clear();
                break;
            case ':' when !_isAngle && !_isGroup && _text.ToString().IndexOf('@') < 0:
                _addresses.Add(new ImapAddress(null, null, _text.ToString().Trim(), null));
                _text.Clear();
                _isGroup = true;
                break;
            case ',' when !_isAngle:
                Flush();
                break;
            case ';' when !_isAngle:
                Flush();
                if (_isGroup)
                    EndGroup();
                break;
            case ' ' or '\t':
                if (!_isAngle && _text.Length > 0 && _text[_text.Length - 1] != ' ')
                    _text.Append(' ');
                break;
            default:
                _text.Append(c);
                break;
        }
    }

    private void TakeQuoted()
    {
        for (_position++; _position < _field.Length && _field[_position] != '"'; _position++)
        {
            if (_field[_position] == '\\' && _position + 1 < _field.Length)
                _position++;
            _text.Append(_field[_position]);
        }
    }

    private string TakeComment()
    {
        var comment = new StringBuilder();
        var depth = 1;
        for (_position++; _position < _field.Length; _position++)
        {
            var c = _field[_position];
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0)
                break;
            if (c == '\\' && _position + 1 < _field.Length)
                c = _field[++_position];
            comment.Append(c);
        }

        return comment.ToString();
    }

    private void Flush()
    {
        var address = _angle ?? _text.ToString().Trim();
        var name = _phrase is { Length: > 0 } ? _phrase : _comment;
        if (address.Length > 0 || _phrase is { Length: > 0 })
            _addresses.Add(Split(name, address));
        (_phrase, _comment, _angle, _isAngle) = (null, null, null, false);
        _text.Clear();
    }

    private static ImapAddress Split(string? name, string address)
    {
        string? route = null;
        if (address.Length > 0 && address[0] == '@' && address.IndexOf(':') is > 0 and var colon)
            (route, address) = (address.Substring(0, colon), address.Substring(colon + 1));
        var at = address.LastIndexOf('@');
        return at < 0
            ? new ImapAddress(name, route, address, NoHost)
            : new ImapAddress(name, route, address.Substring(0, at), address.Substring(at + 1));
    }

    private void EndGroup()
    {
        _addresses.Add(new ImapAddress(null, null, null, null));
        _isGroup = false;
    }
}
