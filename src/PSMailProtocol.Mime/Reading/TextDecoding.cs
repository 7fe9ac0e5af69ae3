using System.Text;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Decodes text by what it is, where what it says of itself is known to be a lie.</summary>
internal static class TextDecoding
{
    private static readonly Regex MetaCharset = new(
        """<meta\s[^>]*charset\s*=\s*["']?([\w.:-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The text of a part.</summary>
    /// <param name="octets">Its content.</param>
    /// <param name="charset">What it says its charset is, or <c>null</c>.</param>
    /// <param name="isHtml">Whether it may say so in a meta element.</param>
    /// <param name="isKnown">Whether the charset is one that is known here.</param>
    /// <param name="isValid">Whether the octets are valid in it.</param>
    public static string Decode(byte[] octets, string? charset, bool isHtml, out bool isKnown, out bool isValid)
    {
        (isKnown, isValid) = (true, true);
        if (ByteOrderMark(octets, out var skip) is { } marked)
            return marked.GetString(octets, skip, octets.Length - skip);

        var found = string.IsNullOrEmpty(charset) ? null : Charsets.Find(charset!);
        isKnown = found is not null || string.IsNullOrEmpty(charset);
        var encoding = found ?? Charsets.Utf8;
        var text = encoding.CodePage == 54936 ? Gb18030Text.Decode(octets, encoding) : encoding.GetString(octets);
        isValid = text.IndexOf('\uFFFD') < 0 || (ReferenceEquals(encoding, Charsets.Utf8) && Charsets.IsUtf8(octets, 0, octets.Length));
        if (isValid || !ReferenceEquals(encoding, Charsets.Utf8) || HasMultiByteCharacter(text))
            return text;
        return (isHtml ? FindMetaCharset(octets) : Charsets.Windows1252).GetString(octets);
    }

    // A byte order mark is a better witness than the parameter.
    private static Encoding? ByteOrderMark(byte[] octets, out int length)
    {
        length = 2;
        switch (octets.Length < 2 ? 0 : (octets[0] << 8) | octets[1])
        {
            case 0xFFFE:
                return Encoding.Unicode;
            case 0xFEFF:
                return Encoding.BigEndianUnicode;
            case 0xEFBB when octets.Length > 2 && octets[2] == 0xBF:
                length = 3;
                return Charsets.Utf8;
            default:
                return null;
        }
    }

    // One well-formed sequence of several octets is no accident: such text is UTF-8 with damage in it.
    private static bool HasMultiByteCharacter(string text)
    {
        foreach (var character in text)
        {
            if (character is > '\u007F' and not '\uFFFD')
                return true;
        }

        return false;
    }

    private static Encoding FindMetaCharset(byte[] octets)
    {
        var found = MetaCharset.Match(FieldText.Octets.GetString(octets, 0, octets.Length < 1024 ? octets.Length : 1024));
        return (found.Success ? Charsets.Find(found.Groups[1].Value) : null) is { } encoding && !ReferenceEquals(encoding, Charsets.Utf8)
            ? encoding
            : Charsets.Windows1252;
    }
}
