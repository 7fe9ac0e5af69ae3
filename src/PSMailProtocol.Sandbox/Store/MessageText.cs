using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Sandbox.Store;

/// <summary>
/// What a server has to know of a message's inside: where the header ends and what its fields are (RFC 5322 section 2.1).
/// </summary>
internal static class MessageText
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    /// <summary>The length of the header with the blank line that ends it.</summary>
    public static int HeaderLength(byte[] message)
    {
        var position = 0;
        while (position < message.Length)
        {
            var end = EndOfLine(message, position);
            var blank = message[position] is (byte)'\r' or (byte)'\n' && end - position <= 2;
            position = end;
            if (blank)
                break;
        }

        return position;
    }

    /// <summary>Where the line that begins at a position ends, behind its LF.</summary>
    public static int EndOfLine(byte[] message, int position)
    {
        var lineFeed = Array.IndexOf(message, (byte)'\n', position);
        return lineFeed < 0 ? message.Length : lineFeed + 1;
    }

    /// <summary>The fields of the header: the name, and where the field with its folded lines lies.</summary>
    public static IEnumerable<(string Name, int Start, int End)> Fields(byte[] message)
    {
        var length = HeaderLength(message);
        for (var start = 0; start < length;)
        {
            var end = EndOfLine(message, start);
            while (end < length && message[end] is (byte)' ' or (byte)'\t')
                end = EndOfLine(message, end);

            var colon = Array.IndexOf(message, (byte)':', start, end - start);
            if (colon > start)
                yield return (Encoding.ASCII.GetString(message, start, colon - start).TrimEnd(' ', '\t'), start, end);
            start = end;
        }
    }

    /// <summary>The fields of a header: the name, and the value unfolded and trimmed, a character for each octet.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldValues(ArraySegment<byte> header)
    {
        var octets = new byte[header.Count];
        Buffer.BlockCopy(header.Array!, header.Offset, octets, 0, octets.Length);
        foreach (var (name, start, end) in Fields(octets))
        {
            var colon = Array.IndexOf(octets, (byte)':', start);
            var value = Latin1.GetString(octets, colon + 1, end - colon - 1);
            yield return new KeyValuePair<string, string>(name, value.Replace("\r", "").Replace("\n", "").Trim(' ', '\t'));
        }
    }
}
