using System;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Encoded-words of an address field with characters that they may not have there (RFC 2047 section 5), such as a colon.</summary>
internal static class WordSpecials
{
    private static readonly Regex Word = new(
        FieldText.QuotedString + """|=\?[\w*-]{1,40}\?[Qq]\?[^?\r\n]*\?=""", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex Special = new("[:;<>@]", RegexOptions.CultureInvariant);
    private static readonly char[] Specials = [':', ';', '<', '>', '@'];

    private const string Q = "?Q?";

    public static byte[] Mend(byte[] value)
    {
        if (!BrokenWords.HasWord(value))
            return value;

        var text = FieldText.FromOctets(value);
        if (!MayHaveSpecial(text))
            return value;

        var mended = Word.Replace(text, word => word.Value[0] == '"'
            ? word.Value
            : Special.Replace(word.Value, found => "=" + ((int)found.Value[0]).ToString("X2")));
        return ReferenceEquals(text, mended) ? value : FieldText.Octets.GetBytes(mended);
    }

    /// <summary>Whether one stands in what may be the text of a word in Q.</summary>
    private static bool MayHaveSpecial(string text)
    {
        for (var word = Find(0); word >= 0; word = Find(word + 1))
        {
            var end = text.IndexOf('?', word + Q.Length);
            if (text.IndexOfAny(Specials, word + Q.Length, (end < 0 ? text.Length : end) - word - Q.Length) >= 0)
                return true;
        }

        return false;

        int Find(int start) => text.IndexOf(Q, start, StringComparison.OrdinalIgnoreCase);
    }
}
