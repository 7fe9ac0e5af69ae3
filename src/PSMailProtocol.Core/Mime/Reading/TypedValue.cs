namespace PSMailProtocol.Mime;

/// <summary>The values of status reports that carry their own kind: <c>rfc822; user@example.com</c>, <c>dns; mx.example.com</c>, <c>smtp; 550 no</c> (RFC 3464 section 2.1.2).</summary>
internal static class TypedValue
{
    /// <summary>What comes after the kind, or all of it when no kind comes first; <c>null</c> when there is no field.</summary>
    public static string? Read(HeaderCollection fields, string name)
    {
        var value = fields[name];
        if (value is null)
        {
            return null;
        }

        var semicolon = value.IndexOf(';');
        return HasKind(value, semicolon) ? value.Substring(semicolon + 1).Trim() : value.Trim();
    }

    /// <summary>The same for an address, without the angle brackets and comments that some servers write.</summary>
    public static string? ReadAddress(HeaderCollection fields, string name)
    {
        var value = Read(fields, name);
        if (value is null)
        {
            return null;
        }

        var open = value.IndexOf('<');
        var close = open < 0 ? -1 : value.IndexOf('>', open);
        return close > open ? value.Substring(open + 1, close - open - 1) : value;
    }

    private static bool HasKind(string value, int semicolon)
    {
        for (var i = 0; i < semicolon; i++)
        {
            if (!char.IsLetterOrDigit(value[i]) && value[i] is not ('-' or ' ' or '_'))
            {
                return false;
            }
        }

        return semicolon > 0;
    }
}
