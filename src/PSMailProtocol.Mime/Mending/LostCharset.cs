using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>The charset of a text that stands behind a forgotten semicolon, for which the library passes over all parameters.</summary>
internal static class LostCharset
{
    private static readonly Regex Parameter = new(
        """^[^"]*?[\s;]charset\s*=\s*"?([\w.:+-]{1,64})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static void Mend(MimeKit.ContentType type, Header? field)
    {
        var found = type.Parameters.Count > 0 || field is null ? Match.Empty : Parameter.Match(FieldText.FromOctets(field.RawValue));
        if (found.Success)
            type.Charset = found.Groups[1].Value;
    }
}
