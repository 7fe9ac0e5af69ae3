using System;

namespace PSMailProtocol.Mime;

/// <summary>Writes a date and time (RFC 5322 section 3.3), for example <c>Fri, 21 Nov 1997 09:55:06 -0600</c>.</summary>
internal static class MailDateText
{
    private const string DayNames = "SunMonTueWedThuFriSat";
    private const string MonthNames = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>Formats a date. A general format string would take as long as the rest of a short message.</summary>
    public static string Format(DateTimeOffset date)
    {
        DateTime clock = date.DateTime;
        var text = new char[31];
        int position = 0;
        Name(DayNames, (int)clock.DayOfWeek);
        Text(", ");
        Number(clock.Day, clock.Day < 10 ? 1 : 10);
        Text(" ");
        Name(MonthNames, clock.Month - 1);
        Text(" ");
        Number(clock.Year, 1000);
        Text(" ");
        Number(clock.Hour, 10);
        Text(":");
        Number(clock.Minute, 10);
        Text(":");
        Number(clock.Second, 10);
        Text(date.Offset < TimeSpan.Zero ? " -" : " +");
        int minutes = (int)(Math.Abs(date.Offset.Ticks) / TimeSpan.TicksPerMinute);
        Number((minutes / 60 * 100) + (minutes % 60), 1000);
        return new string(text, 0, position);

        void Text(string part)
        {
            part.CopyTo(0, text, position, part.Length);
            position += part.Length;
        }

        void Name(string names, int index)
        {
            names.CopyTo(index * 3, text, position, 3);
            position += 3;
        }

        void Number(int value, int place)
        {
            for (; place > 0; place /= 10)
                text[position++] = (char)('0' + (value / place % 10));
        }
    }
}
