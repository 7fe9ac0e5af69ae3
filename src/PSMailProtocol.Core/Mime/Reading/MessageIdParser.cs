using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Reads message ids (RFC 5322 section 3.6.4), alone and in lists, with and without their angle brackets.</summary>
internal static class MessageIdParser
{
    public static string? ReadFirst(HeaderCollection headers, string name)
    {
        if (!headers.TryFind(name, out var span))
        {
            return null;
        }

        var ids = Read(headers.Buffer, span.ValueStart, span.End, most: 1);
        return ids.Count == 0 ? null : ids[0];
    }

    public static IReadOnlyList<string> ReadAll(HeaderCollection headers, string name)
    {
        if (!headers.TryFind(name, out var span))
        {
            return [];
        }

        return Read(headers.Buffer, span.ValueStart, span.End, most: int.MaxValue);
    }

    /// <summary>The ids in a value; words without brackets count only where there are no brackets at all.</summary>
    public static List<string> Read(byte[] buffer, int start, int end, int most)
    {
        var ids = new List<string>();
        var position = start;
        while (ids.Count < most && position < end)
        {
            var open = Array.IndexOf(buffer, (byte)'<', position, end - position);
            if (open < 0)
            {
                break;
            }

            var close = open;
            while (close < end && buffer[close] != '>')
            {
                close++;
            }

            AddId(ids, buffer, open + 1, close);
            position = close + 1;
        }

        return ids.Count > 0 ? ids : ReadBare(buffer, start, end, most);
    }

    private static List<string> ReadBare(byte[] buffer, int start, int end, int most)
    {
        var ids = new List<string>();
        for (var i = HeaderScan.SkipSpaceAndComments(buffer, start, end); i < end && ids.Count < most; i = HeaderScan.SkipSpaceAndComments(buffer, i, end))
        {
            var wordStart = i;
            while (i < end && !HeaderScan.IsSpace(buffer[i]))
            {
                i++;
            }

            AddId(ids, buffer, wordStart, i);
        }

        return ids;
    }

    // Folds inside an id are not part of it.
    private static void AddId(List<string> ids, byte[] buffer, int start, int end)
    {
        var id = new StringBuilder(end - start);
        for (var i = start; i < end; i++)
        {
            if (buffer[i] is > (byte)' ' and < 128 and not ((byte)'<' or (byte)'>' or 127))
            {
                id.Append((char)buffer[i]);
            }
            else if (buffer[i] >= 128)
            {
                id.Append(HeaderText.Decode(buffer, i, end, DecodingContext.None));
                break;
            }
        }

        if (id.Length > 0)
        {
            ids.Add(id.ToString());
        }
    }
}
