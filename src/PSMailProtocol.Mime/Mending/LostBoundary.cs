using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>The boundary of a multipart that stands behind a forgotten semicolon, or ends with spaces (RFC 2046 section 5.1.1).</summary>
internal static class LostBoundary
{
    // No line of a message that could be one is longer.
    private const int Longest = 998;

    private static readonly Regex Parameter = new(
        """\sboundary\s*=\s*"?([^"\s;]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static void Mend(MimeKit.ContentType type, Header? field)
    {
        if (type.Boundary is null && field is not null && Parameter.Match(FieldText.FromOctets(field.RawValue)) is { Success: true } found)
            type.Boundary = found.Groups[1].Value;
        if (type.Boundary is { Length: > Longest } or { Length: 0 })
            type.Parameters.Remove("boundary");
        else if (type.Boundary is { } boundary && boundary[boundary.Length - 1] == ' ')
            type.Boundary = boundary.TrimEnd(' ');
    }
}
