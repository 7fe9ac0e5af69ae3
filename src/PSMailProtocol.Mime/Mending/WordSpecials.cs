using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Encoded-words of an address field with characters that they may not have there (RFC 2047 section 5), such as a colon.</summary>
internal static class WordSpecials
{
    private static readonly Regex Word = new(
        FieldText.QuotedString + """|=\?[\w*-]{1,40}\?[Qq]\?[^?\r\n]*\?=""", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex Special = new("[:;<>@]", RegexOptions.CultureInvariant);

    public static byte[] Mend(byte[] value)
    {
        if (!BrokenWords.HasWord(value))
            return value;

        var text = FieldText.FromOctets(value);
        if (!BrokenWords.Has(text, "?Q?"))
            return value;

        var mended = Word.Replace(text, word => word.Value[0] == '"'
            ? word.Value
            : Special.Replace(word.Value, found => "=" + ((int)found.Value[0]).ToString("X2")));
        return ReferenceEquals(text, mended) ? value : FieldText.Octets.GetBytes(mended);
    }
}
