using System;

namespace PSMailProtocol.Mime;

/// <summary>Unstructured header text (RFC 5322 section 2.2.1) to a string: unfolded, encoded-words decoded.</summary>
internal static class HeaderText
{
    public static string Decode(byte[] buffer, int start, int end, DecodingContext context)
    {
        HeaderScan.Trim(buffer, ref start, ref end);
        if (start == end)
        {
            return "";
        }

        var builder = HeaderTextBuilder.Rent(context);
        AppendTo(builder, buffer, start, end);
        return builder.ToStringAndReturn();
    }

    /// <summary>Appends text that may hold encoded-words; white space between two of them is not text (RFC 2047 section 6.2).</summary>
    public static void AppendTo(HeaderTextBuilder builder, byte[] buffer, int start, int end)
    {
        var terminator = EncodedWordEnd.Unknown;
        var plain = start;
        for (var i = start; (i = FindWord(buffer, i, end)) >= 0;)
        {
            if (!EncodedWord.TryRead(buffer, i, end, ref terminator, out var word))
            {
                i += 2;
                continue;
            }

            if (!builder.IsAfterEncodedWord || !HeaderScan.IsSpace(buffer, plain, i))
            {
                builder.AppendRaw(buffer, plain, i);
            }

            builder.AppendWord(buffer, word);
            plain = i = word.End;
        }

        if (plain < end)
        {
            builder.AppendRaw(buffer, plain, end);
        }
    }

    private static int FindWord(byte[] buffer, int from, int end)
    {
        for (var i = from; i < end - 1; i++)
        {
            i = Array.IndexOf(buffer, (byte)'=', i, end - 1 - i);
            if (i < 0 || buffer[i + 1] == '?')
            {
                return i;
            }
        }

        return -1;
    }
}
