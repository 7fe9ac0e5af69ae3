using System;
using System.Globalization;

namespace PSMailProtocol.Mime;

/// <summary>Writes a date and time (RFC 5322 section 3.3), for example <c>Fri, 21 Nov 1997 09:55:06 -0600</c>.</summary>
internal static class MailDateText
{
    public static string Format(DateTimeOffset date)
    {
        int minutes = (int)Math.Abs(date.Offset.TotalMinutes);
        string zone = (date.Offset < TimeSpan.Zero ? "-" : "+") + ((minutes / 60 * 100) + (minutes % 60)).ToString("0000", CultureInfo.InvariantCulture);
        return date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
    }
}
