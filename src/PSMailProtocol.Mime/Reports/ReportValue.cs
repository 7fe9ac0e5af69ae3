using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>
/// The values of reports that carry their own kind: <c>rfc822; user@example.com</c>, <c>dns; mx.example.com</c>,
/// <c>smtp; 550 no</c> (RFC 3464 section 2.1.2).
/// </summary>
internal static class ReportValue
{
    private static readonly Regex Kind = new("""^[\w -]+;\s*""", RegexOptions.CultureInvariant);

    /// <summary>What comes after the kind, or all of it when no kind comes first; <c>null</c> when there is no field.</summary>
    public static string? Read(MailHeader header, string name) => header.Fields[name] is { } value ? Kind.Replace(value, "").Trim() : null;

    /// <summary>The same for an address, without the angle brackets that some servers write.</summary>
    public static string? ReadAddress(MailHeader header, string name)
    {
        var value = Read(header, name);
        var open = value?.IndexOf('<') ?? -1;
        var close = open < 0 ? -1 : value!.IndexOf('>', open);
        return close > open ? value!.Substring(open + 1, close - open - 1) : value;
    }

    /// <summary>
    /// The value without the comment behind it, as in <c>failed (unknown user)</c>; an empty string when there is no field.
    /// </summary>
    public static string FirstWord(MailHeader header, string name) => (header.Fields[name] ?? "").Split(' ', '\t', '(')[0];
}
