using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Text as a header has it: as it is where every reader gives it back so, otherwise in encoded-words (RFC 2047).</summary>
/// <remarks>
/// MimeKit's own words come out longer than the 75 characters that the RFC allows, lose a character that the charset lacks,
/// and leave alone what only looks like one.
/// </remarks>
internal static class EncodedWords
{
    /// <summary>RFC 2047 section 2 allows 75. In a list of addresses MimeKit would encode longer ones once more.</summary>
    private const int LongestWord = 60;

    private const int LongestLine = 76;

    /// <summary>Beyond this a word cannot be counted on to fit into a line of 998 octets with what is around it.</summary>
    private const int LongestPlainWord = 700;

    private const string Hex = "0123456789ABCDEF";

    /// <summary>Whether a reader may take the text, or something in it, for an encoded-word.</summary>
    public static bool LooksEncoded(string text) => text.IndexOf("=?", StringComparison.Ordinal) >= 0;

    /// <summary>The text for a header, words of it separated by single spaces where it was encoded.</summary>
    /// <param name="text">The text.</param>
    /// <param name="charset">The charset where the text fits into it.</param>
    /// <param name="column">How many columns of the first line are taken, into which the first word is fitted.</param>
    /// <param name="always">Whether to encode what could stand as it is, too.</param>
    public static string Encode(string text, TextCharset charset, int column, bool always = false)
    {
        if (!always && IsPlain(text))
            return text;
        charset = charset.Fit(text);
        byte[] octets = charset.Encoding.GetBytes(text);
        bool isQ = QLength(octets) <= (octets.Length + 2) / 3 * 4;
        int frame = "=??Q??=".Length + charset.Name.Length;
        var words = new StringBuilder();
        for (int start = 0; start < text.Length;)
        {
            int room = (start == 0 ? Math.Min(LongestWord, LongestLine - column) : LongestWord) - frame;
            int end = start;
            byte[] piece = [];
            while (end < text.Length)
            {
                int next = end + (char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1);
                byte[] longer = charset.Encoding.GetBytes(text.Substring(start, next - start));
                if (end > start && (isQ ? QLength(longer) : (longer.Length + 2) / 3 * 4) > room)
                    break;
                (piece, end) = (longer, next);
            }

            words.Append(start > 0 ? " =?" : "=?").Append(charset.Name).Append(isQ ? "?Q?" : "?B?");
            if (isQ)
                AppendQ(words, piece);
            else
                words.Append(Convert.ToBase64String(piece));
            words.Append("?=");
            start = end;
        }

        return words.ToString();
    }

    /// <summary>Printable ASCII of words that fit into a line, with no white space around it and nothing that looks encoded.</summary>
    private static bool IsPlain(string text)
    {
        int word = 0;
        foreach (char c in text)
        {
            word = c == ' ' ? 0 : word + 1;
            if (c is < ' ' or > '~' || word > LongestPlainWord)
                return false;
        }

        return text.Length == 0 || (text[0] != ' ' && text[text.Length - 1] != ' ' && !LooksEncoded(text));
    }

    private static int QLength(byte[] octets)
    {
        int length = 0;
        foreach (byte octet in octets)
            length += octet == ' ' || StandsForItself(octet) ? 1 : 3;
        return length;
    }

    private static void AppendQ(StringBuilder words, byte[] octets)
    {
        foreach (byte octet in octets)
        {
            if (octet == ' ')
                words.Append('_');
            else if (StandsForItself(octet))
                words.Append((char)octet);
            else
                words.Append('=').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
        }
    }

    /// <summary>RFC 2047 section 5 (3), what may stand in a display name.</summary>
    private static bool StandsForItself(byte octet) => octet
        is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9'
        or (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';
}
