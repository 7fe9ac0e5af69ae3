using System;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Encoded-words (RFC 2047) that the library reads in part: base64 without padding, windows-1252 by a wrong name, UTF-7.</summary>
internal static class BrokenWords
{
    // Where another such word follows, a group may go on in it.
    private static readonly Regex Base64 = new(
        """(=\?[\w*-]{1,40}\?[Bb]\?)((?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2,3})=*\?=(?!\s*=\?[\w*-]{1,40}\?[Bb])""",
        RegexOptions.CultureInvariant);
    private static readonly Regex Latin1 = new("""=\?iso-8859-1(?=[*?])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static byte[] Mend(byte[] value)
    {
        if (!HasWord(value))
            return value;

        var text = FieldText.Octets.GetString(value);
        var mended = Has(text, "?B?") ? Base64.Replace(text, Pad) : text;
        mended = Has(text, "iso-8859-1") ? Latin1.Replace(mended, "=?windows-1252") : mended;
        mended = UnclosedWords.Mend(MixedWords.Mend(Utf7Words.Mend(mended)));
        return ReferenceEquals(mended, text) ? value : FieldText.Octets.GetBytes(mended);
    }

    /// <summary>
    /// Whether text has what a mending begins with, in any letter case; most has not, and to look costs less than a pattern.
    /// </summary>
    public static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    public static bool HasWord(byte[] value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '?' && value[i - 1] == '=')
                return true;
        }

        return false;
    }
    private static string Pad(Match word) =>
        word.Groups[1].Value + word.Groups[2].Value + new string('=', -word.Groups[2].Length & 3) + "?=";
}
