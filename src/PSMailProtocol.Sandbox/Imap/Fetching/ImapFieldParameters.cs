using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// The value of a field and the parameters behind it (RFC 2045 section 5.1), as they are written: what RFC 2231 splits and
/// encodes is the client's to put together.
/// </summary>
internal sealed class ImapFieldParameters
{
    private readonly string _field;
    private int _position;

    public ImapFieldParameters(string field)
    {
        _field = field;
        Value = Take(';').Trim();
        while (_position < field.Length)
        {
            _position++;
            var name = Take('=', ';').Trim();
            var hasValue = _position < field.Length && field[_position] == '=';
            if (hasValue)
                _position++;
            if (name.Length > 0 && hasValue)
                Parameters.Add(new KeyValuePair<string, string>(name, Take(';').Trim()));
        }
    }

    /// <summary>What stands before the parameters.</summary>
    public string Value { get; }

    public List<KeyValuePair<string, string>> Parameters { get; } = [];

    /// <summary>Takes text up to one of the characters, without quotes and comments.</summary>
    private string Take(params char[] ends)
    {
        var text = new StringBuilder();
        var depth = 0;
        var isQuoted = false;
        for (; _position < _field.Length; _position++)
        {
            var c = _field[_position];
            if (depth == 0 && c == '"')
            {
                isQuoted = !isQuoted;
                continue;
            }

            if (c == '\\' && (isQuoted || depth > 0) && _position + 1 < _field.Length)
                c = _field[++_position];
            else if (!isQuoted && c is '(' or ')' && (c == '(' || depth > 0))
                depth += c == '(' ? 1 : -1;
            else if (!isQuoted && depth == 0 && System.Array.IndexOf(ends, c) >= 0)
                break;
            if (depth == 0 && (isQuoted || c != ')'))
                text.Append(c);
        }

        return text.ToString();
    }
}
