using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Imap;

/// <summary>date-time (RFC 9051 section 9): <c>" 1-Feb-2026 03:04:05 +0100"</c>.</summary>
internal static class ImapDate
{
    /// <summary>The zone may be missing, and a name of it may stand behind.</summary>
    private static readonly Regex Form = new(
        @"^\s*(\d{1,2})-([A-Za-z]{3})-(\d{4})\s+(\d{2}:\d{2}:\d{2})(?:\s+([+-])(\d{2})(\d{2}))?", RegexOptions.CultureInvariant);

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Reads a date; null for those that never were, such as <c>00-Jan-0000</c>. One without a zone is in UTC.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        var match = Form.Match(text ?? "");
        if (!match.Success)
            return null;

        // The platform compares month names by the rules of a language, which takes longer than all the rest.
        var month = Array.FindIndex(Months, name => name.Equals(match.Groups[2].Value, StringComparison.OrdinalIgnoreCase)) + 1;
        var numbers =
            $"{match.Groups[1].Value}-{month.ToString(CultureInfo.InvariantCulture)}-{match.Groups[3].Value} {match.Groups[4].Value}";
        if (!DateTime.TryParseExact(numbers, "d-M-yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;

        var offset = Digits(match.Groups[6].Value) * 60 + Digits(match.Groups[7].Value);
        var zone = TimeSpan.FromMinutes(match.Groups[5].Value == "-" ? -offset : offset);
        var isDate = offset <= 14 * 60 && date.Year is > 1 and < 9999;
        return isDate ? new DateTimeOffset(date, zone) : null;
    }

    /// <summary>Writes a date, its day as two characters.</summary>
    public static string Format(DateTimeOffset date)
    {
        var invariant = CultureInfo.InvariantCulture;
        var zone = (date.Offset < TimeSpan.Zero ? "-" : "+") + date.Offset.ToString("hhmm", invariant);
        return $"{date.Day.ToString(invariant),2}-{Months[date.Month - 1]}-{date.ToString("yyyy HH:mm:ss", invariant)} {zone}";
    }

    private static int Digits(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
}
