using System;
using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace PSMailProtocol.Mime;

/// <summary>Dates, with those written as no standard allows put into a form that the library reads right.</summary>
internal static class MailDate
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    private static readonly Regex Iso = new("""^\d{4}-\d{1,2}-\d{1,2}([T ]|$)""", Plain);
    private static readonly Regex Slashes = new("""^\d{1,2}[/.]\d{1,2}[/.]\d{4}\b""", Plain);
    private static readonly Regex ColonSpaces = new("""\s*:\s*(?=\d)""", Plain);
    private static readonly Regex Dots = new("""\b(\d\d)\.(\d\d)\.(\d\d)(?=\s|$)""", Plain);
    private static readonly Regex Fraction = new("""(:\d\d)[.,]\d+""", Plain);
    private static readonly Regex GluedZone = new("""(\d:\d\d)([+-]\d{4}|[A-Za-z])""", Plain);
    private static readonly Regex ZoneColon = new("""([+-]\d\d):(\d\d)$""", Plain);
    private static readonly Regex UnsignedZone = new("""(:\d\d\s+)(\d{4})$""", Plain);
    private static readonly Regex NamedZone = new("""\b(?:GMT|UTC|UT)([+-]\d{4})|\b[A-Za-z]{1,5}$""", Plain | RegexOptions.IgnoreCase);
    private static readonly Regex Zone = new("""[+-]\d{4}$|\b([A-IK-Z]|[A-Z]{2,4})$""", Plain | RegexOptions.IgnoreCase);

    public static DateTimeOffset? Read(Header? field) => field is null ? null : Read(FieldText.FromOctets(field.RawValue));

    public static DateTimeOffset? Read(string value)
    {
        var text = Normalize(value);
        if (Iso.IsMatch(text) || Slashes.IsMatch(text))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var written) ? written : null;

        return DateUtils.TryParse(text, out var date) ? date : null;
    }

    /// <summary>Whether it ends with a zone, without which nobody knows when it was.</summary>
    public static bool HasZone(Header field) => Zone.IsMatch(Normalize(FieldText.FromOctets(field.RawValue)));

    private static string Normalize(string value)
    {
        var text = FieldText.WithoutComments(value.Length > 200 ? value.Substring(0, 200) : value).Trim();
        if (Iso.IsMatch(text) || Slashes.IsMatch(text))
            return text;

        text = ColonSpaces.Replace(text, ":");
        text = Dots.Replace(text, "$1:$2:$3");
        text = Fraction.Replace(text, "$1");
        text = GluedZone.Replace(text, "$1 $2");
        text = ZoneColon.Replace(text, "$1$2");
        text = UnsignedZone.Replace(text, "$1+$2");
        return NamedZone.Replace(text, zone => zone.Groups[1].Success ? zone.Groups[1].Value : zone.Value.ToUpperInvariant());
    }
}
