namespace PSMailProtocol.Mime;

/// <summary>The words in dates: months, days and zones (RFC 5322 sections 3.3 and 4.3, and those in use besides).</summary>
internal static class MailDateNames
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly (string Name, int Minutes)[] Zones =
    [
        ("gmt", 0), ("utc", 0), ("ut", 0),
        ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300), ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420),
        ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("cest", 120), ("met", 60), ("mest", 120), ("mez", 60), ("mesz", 120),
        ("eet", 120), ("eest", 180), ("msk", 180), ("msd", 240), ("sast", 120), ("ist", 330), ("pkt", 300),
        ("sgt", 480), ("hkt", 480), ("awst", 480), ("jst", 540), ("kst", 540),
        ("acst", 570), ("acdt", 630), ("aest", 600), ("aedt", 660), ("nzst", 720), ("nzdt", 780),
        ("nst", -210), ("ndt", -150), ("ast", -240), ("adt", -180), ("brt", -180), ("brst", -120), ("art", -180),
        ("akst", -540), ("akdt", -480), ("hst", -600),
    ];

    /// <summary>The number of a month by its first three letters, or 0.</summary>
    public static int FindMonth(byte[] buffer, int start, int length)
    {
        for (var i = 0; i < Months.Length; i++)
        {
            if (length <= 9 && FieldNames.Equals(buffer, start, 3, Months[i]))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>Whether a word is a day of the week, in full or shortened.</summary>
    public static bool IsDay(byte[] buffer, int start, int length)
    {
        foreach (var day in Days)
        {
            if (length >= 3 && FieldNames.Equals(buffer, start, 3, day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The minutes east of Greenwich of a zone's name.</summary>
    public static bool TryFindZone(byte[] buffer, int start, int length, out int minutes)
    {
        foreach (var (name, offset) in Zones)
        {
            if (FieldNames.Equals(buffer, start, length, name))
            {
                minutes = offset;
                return true;
            }
        }

        // RFC 5322 section 4.3: RFC 822 defined the signs of the military zones the wrong way round, so all of them mean -0000.
        minutes = 0;
        return length == 1 && FieldNames.ToLower(buffer[start]) is not (byte)'j';
    }
}
