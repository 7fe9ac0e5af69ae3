using System;

namespace PSMailProtocol.Files;

/// <summary>What tells a line of a mbox file from the lines of its messages.</summary>
internal static class MboxLine
{
    /// <summary>How the line begins that every message begins with.</summary>
    public static readonly byte[] From = [(byte)'F', (byte)'r', (byte)'o', (byte)'m', (byte)' '];

    public static readonly byte[] LineEnd = [(byte)'\r', (byte)'\n'];

    public static readonly byte[] Quote = [(byte)'>'];

    private const int FewestDateWords = 5;
    private const int MostDateWords = 7;
    private const int LongestZone = 5;

    private static readonly char[] Spaces = [' ', '\t'];
    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] MonthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static bool IsFrom(byte[] octets, int offset)
    {
        for (var i = 0; i < From.Length; i++)
        {
            if (octets[offset + i] != From[i])
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a line that begins with <c>From </c> has all of its shape: it names a sender and ends with a date as
    /// asctime writes it (RFC 4155 appendix A). Prose that nobody quoted does not.
    /// </summary>
    /// <param name="line">The line without its end.</param>
    public static bool IsEnvelope(string line)
    {
        var words = line.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);

        // UUCP named the host that it came from behind the date.
        var end = words.Length > 3 && words[words.Length - 3] == "remote" && words[words.Length - 2] == "from"
            ? words.Length - 3
            : words.Length;
        for (var date = end - FewestDateWords; date >= 1 && date >= end - MostDateWords; date--)
        {
            if (IsDate(words, date, end) && IsSender(words, date))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether a line begins as a field of a header does: its name (RFC 5322 section 3.6.8), perhaps white space as of old, a colon.
    /// </summary>
    public static bool IsField(byte[] octets, int start, int end)
    {
        var at = start;
        while (at < end && octets[at] is > (byte)' ' and <= (byte)'~' and not (byte)':')
            at++;
        var nameEnd = at;
        while (at < end && octets[at] is (byte)' ' or (byte)'\t')
            at++;
        return nameEnd > start && at < end && octets[at] == (byte)':';
    }

    /// <summary>
    /// Nobody, one word, or an address that holds spaces: <c>"ann lee"@example.com</c>, or <c>ann at example.com</c> in the archives of
    /// lists.
    /// </summary>
    private static bool IsSender(string[] words, int date) =>
        date <= 2 || (date == 4 && words[2] == "at") || words[date - 1].IndexOf('@') >= 0;

    /// <summary>
    /// <c>Mon Jan  5 10:15:00 2026</c>. Some leave out the seconds, some add a zone before or behind the year, and some
    /// write it in the order of a header: <c>Mon, 5 Jan 2026 10:15:00 +0100</c>.
    /// </summary>
    private static bool IsDate(string[] words, int start, int end)
    {
        if (!IsOneOf(DayNames, words[start].TrimEnd(','))
            || !(IsDay(words[start + 1], words[start + 2]) || IsDay(words[start + 2], words[start + 1])))
            return false;

        var times = 0;
        var years = 0;
        for (var i = start + 3; i < end; i++)
        {
            if (IsTime(words[i]))
                times++;
            else if (IsNumber(words[i], 4, 4))
                years++;
            else if (!IsZone(words[i]))
                return false;
        }

        return times == 1 && years == 1;
    }

    private static bool IsDay(string month, string day) => IsOneOf(MonthNames, month) && IsNumber(day, 1, 2);

    private static bool IsOneOf(string[] names, string word) =>
        Array.Exists(names, name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase));

    private static bool IsTime(string word)
    {
        var parts = word.Split(':');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, part => IsNumber(part, 1, 2));
    }

    private static bool IsZone(string word) =>
        word[0] is '+' or '-' ? IsNumber(word.Substring(1), 4, 4)
            : word.Length <= LongestZone && IsEach(word, c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'));

    private static bool IsNumber(string word, int shortest, int longest) =>
        word.Length >= shortest && word.Length <= longest && IsEach(word, c => c is >= '0' and <= '9');

    private static bool IsEach(string word, Predicate<char> isOfKind) => Array.TrueForAll(word.ToCharArray(), isOfKind);
}
