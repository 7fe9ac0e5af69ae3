using System;
using System.IO;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// Octets of a field beyond ASCII that are not UTF-8, put into it word by word, from the charset of the message's own text or
/// windows-1252. The library tries three charsets on each word, which takes seconds in a long field of nothing else.
/// </summary>
internal static class UndeclaredOctets
{
    /// <summary>How many words with such octets are read, in a field or in all types of a message; each costs some microseconds.</summary>
    public const int MostWords = 32 * 1024;

    public static int CountWords(byte[] value)
    {
        var (count, isWord) = (0, false);
        foreach (var octet in value)
        {
            count += octet >= 0x80 && !isWord ? 1 : 0;
            isWord = octet > ' ' && (isWord || octet >= 0x80);
        }

        return count;
    }

    public static byte[] Mend(byte[] value, Encoding charset)
    {
        if (CountWords(value) == 0 || Charsets.IsUtf8(value, 0, value.Length))
            return value;

        using var mended = new MemoryStream(value.Length + (value.Length / 2));
        for (int start = 0, end; start < value.Length; start = end)
        {
            end = Array.FindIndex(value, start, octet => octet <= ' ');
            end = end < 0 ? value.Length : end + 1;
            var isUtf8 = Charsets.IsUtf8(value, start, end - start);
            var word = isUtf8 ? value : Encoding.UTF8.GetBytes(charset.GetString(value, start, end - start));
            mended.Write(word, isUtf8 ? start : 0, isUtf8 ? end - start : word.Length);
        }

        return mended.ToArray();
    }
}
