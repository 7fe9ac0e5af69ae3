using System;
using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace PSMailProtocol.Mime;

/// <summary>Dates, with those written as no standard allows put into a form that the library reads right.</summary>
internal static class MailDate
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Regex Standard = new(
        """^(?:[a-z]+\s*,\s*)?\d{1,2}\s+[a-z]{3}\s+[1-9]\d{3}\s+\d\d:\d\d(?::\d\d)?\s+[+-](?:[01]\d|2[0-3])\d\d$""", Plain);
    private static readonly Regex Iso = new("""^\d{4}-\d{1,2}-\d{1,2}(?:[T ]|$)""", Plain);
    private static readonly Regex DayMonthYear = new("""^(\d{1,2})([/.])(\d{1,2})\2(\d{4})\b""", Plain);
    private static readonly Regex ColonBlanks = new("""\s*:\s*(?=\d)""", Plain);
    private static readonly Regex Dots = new("""\b(\d\d)\.(\d\d)\.(\d\d)(?=\s|$)""", Plain);
    private static readonly Regex Fraction = new("""(:\d\d)[.,]\d+""", Plain);
    private static readonly Regex GluedZone = new("""(\d:\d\d)([+-]\d{4}|[A-Za-z])""", Plain);
    private static readonly Regex ZoneColon = new("""([+-]\d\d):(\d\d)$""", Plain);
    private static readonly Regex UnsignedZone = new("""(:\d\d\s+)([01]\d{3})$""", Plain);
    private static readonly Regex LastYear = new("""(:\d\d)\s+((?:19|20)\d\d)$""", Plain);
    private static readonly Regex ObsoleteYear = new(
        """(?<=^(?:[a-z]+[\s,]+)?\d{1,2}[\s-]+[a-z]{3,9}[\s-]+)(?:\d{1,3}|0\d{3})(?!\d)""", Plain);
    private static readonly Regex NamedZone = new("""(?<=\d\s+)(?:(?:GMT|UTC|UT)([+-]\d{4})|[a-z]{1,4})(?=\s*$|\s+\d{4}$)""", Plain);

    public static DateTimeOffset? Read(Header? field) => field is null ? null : Read(FieldText.FromOctets(field.RawValue));

    public static DateTimeOffset? Read(string value)
    {
        var text = Normalize(value);
        if (Iso.IsMatch(text))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso : null;

        return DateUtils.TryParse(text, out var date) ? date : null;
    }

    /// <summary>Whether it is written as RFC 5322 section 3.3 wants it, with a zone, without which nobody knows when it was.</summary>
    public static bool IsStandard(Header field)
    {
        var text = FieldText.WithoutComments(FieldText.FromOctets(field.RawValue)).Trim();
        return text.Length < 200 && Standard.IsMatch(NameZone(text));
    }

    private static string Normalize(string value)
    {
        var text = FieldText.WithoutComments(value.Length > 200 ? value.Substring(0, 200) : value).Trim();
        if (Standard.IsMatch(text))
            return text;

        text = DayMonthYear.Replace(text, YearMonthDay);
        if (Iso.IsMatch(text))
            return text;

        text = ColonBlanks.Replace(text, ":");
        text = Dots.Replace(text, "$1:$2:$3");
        text = Fraction.Replace(text, "$1");
        text = ObsoleteYear.Replace(text, year => FullYear(year.Value));
        text = GluedZone.Replace(text, "$1 $2");
        text = ZoneColon.Replace(text, "$1$2");
        text = LastYear.Replace(text, "$1 +0000 $2");
        return NameZone(UnsignedZone.Replace(text, "$1+$2"));
    }

    // With dots the day comes first, with slashes the month unless it cannot be one.
    private static string YearMonthDay(Match date)
    {
        var (first, second, year) = (date.Groups[1].Value, date.Groups[3].Value, date.Groups[4].Value);
        return date.Groups[2].Value == "." || int.Parse(first, CultureInfo.InvariantCulture) > 12
            ? $"{year}-{second}-{first}"
            : $"{year}-{first}-{second}";
    }

    // RFC 5322 section 4.3. The library takes 69 for 2069 and cannot read 124; the year 1 it takes for 2001, but not the year 1000.
    private static string FullYear(string written)
    {
        var year = int.Parse(written, CultureInfo.InvariantCulture);
        var full = written.Length is 1 or 4 ? 1000 : written.Length == 2 && year < 50 ? 2000 + year : 1900 + year;
        return full.ToString(CultureInfo.InvariantCulture);
    }

    private static string NameZone(string text) =>
        NamedZone.Replace(text, zone => zone.Groups[1].Success ? zone.Groups[1].Value : ZoneNames.Mend(zone.Value));
}
