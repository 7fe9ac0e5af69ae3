using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Writes text as encoded-words (RFC 2047), none longer than 75 characters, no character split between two.</summary>
internal static class EncodedWords
{
    private const int LongestWord = 75;

    /// <summary>RFC 2047 section 2: a line with an encoded-word has at most 76 characters.</summary>
    private const int LongestLine = 76;

    /// <summary>Room for one character in any charset: four bytes in Q, with escape sequences around two in B.</summary>
    private const int RoomForOneCharacter = 12;

    private const string Hex = "0123456789ABCDEF";

    /// <summary>Writes text after a gap as one or more encoded-words with a space between them.</summary>
    /// <param name="header">Where to.</param>
    /// <param name="gap">White space before the first word.</param>
    /// <param name="text">The text, its own white space included.</param>
    /// <param name="charset">The charset to use if the text fits into it.</param>
    /// <param name="inPhrase">Whether the rules for a phrase hold (section 5 (3)): fewer characters stand for themselves.</param>
    public static void Write(HeaderWriter header, string gap, string text, TextCharset charset, bool inPhrase)
    {
        charset = charset.Fit(text);
        bool base64 = PrefersBase64(text);
        string prefix = "=?" + charset.Name + (base64 ? "?B?" : "?Q?");
        int frame = prefix.Length + 2;
        int position = 0;
        while (position < text.Length)
        {
            int room = Math.Min(LongestWord, LongestLine - header.Column - gap.Length) - frame;
            if (room < RoomForOneCharacter && header.Column > 0)
            {
                header.Fold();
                room = Math.Min(LongestWord, LongestLine - gap.Length) - frame;
            }

            int end = ChunkEnd(text, position, room, charset, base64, inPhrase);
            byte[] bytes = charset.Encoding.GetBytes(text.Substring(position, end - position));
            header.Raw(gap);
            header.Raw(prefix);
            header.Raw(base64 ? Convert.ToBase64String(bytes) : ToQ(bytes, inPhrase));
            header.Raw("?=");
            position = end;
            gap = " ";
        }
    }

    /// <summary>Where the run of whole characters ends that still fits; at least one character is taken.</summary>
    private static int ChunkEnd(string text, int start, int room, TextCharset charset, bool base64, bool inPhrase)
    {
        int end = start;
        int used = 0;
        while (end < text.Length)
        {
            int next = end + CharacterLength(text, end);
            if (charset.IsUtf8)
                used += base64 ? Utf8Length(text, end) : QLength(text, end, inPhrase);
            else
                used = EncodedLength(text, start, next, charset, base64, inPhrase);
            int length = base64 && charset.IsUtf8 ? Base64Length(used) : used;
            if (length > room && end > start)
                break;
            end = next;
        }

        return end;
    }

    private static int CharacterLength(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static int Utf8Length(string text, int index) => text[index] switch
    {
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ => CharacterLength(text, index) == 2 ? 4 : 3,
    };

    private static int QLength(string text, int index, bool inPhrase)
    {
        char c = text[index];
        return c < '\u0080' ? QLength((byte)c, inPhrase) : 3 * Utf8Length(text, index);
    }

    private static int QLength(byte value, bool inPhrase) => value == ' ' || StandsForItself(value, inPhrase) ? 1 : 3;

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    /// <summary>The length of a whole chunk in a charset whose bytes may depend on what stands before (ISO-2022).</summary>
    private static int EncodedLength(string text, int start, int end, TextCharset charset, bool base64, bool inPhrase)
    {
        byte[] bytes = charset.Encoding.GetBytes(text.Substring(start, end - start));
        return base64 ? Base64Length(bytes.Length) : QLength(bytes, inPhrase);
    }

    private static int QLength(byte[] bytes, bool inPhrase)
    {
        int length = 0;
        foreach (byte value in bytes)
            length += QLength(value, inPhrase);
        return length;
    }

    /// <summary>Q keeps text readable that is ASCII for the most part, B is shorter for any other.</summary>
    private static bool PrefersBase64(string text)
    {
        int foreign = 0;
        foreach (char c in text)
        {
            if (c is < ' ' or > '~')
                foreign++;
        }

        return foreign > text.Length - foreign;
    }

    private static string ToQ(byte[] bytes, bool inPhrase)
    {
        var q = new StringBuilder(bytes.Length * 3);
        foreach (byte value in bytes)
        {
            if (value == ' ')
                q.Append('_');
            else if (StandsForItself(value, inPhrase))
                q.Append((char)value);
            else
                q.Append('=').Append(Hex[value >> 4]).Append(Hex[value & 15]);
        }

        return q.ToString();
    }

    /// <summary>Section 4.2 (3) for text, section 5 (3) for a phrase.</summary>
    private static bool StandsForItself(byte value, bool inPhrase) => value switch
    {
        >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' => true,
        (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/' => true,
        (byte)'=' or (byte)'?' or (byte)'_' => false,
        > (byte)' ' and < 0x7F => !inPhrase,
        _ => false,
    };
}
