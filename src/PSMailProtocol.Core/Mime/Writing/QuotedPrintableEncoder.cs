namespace PSMailProtocol.Mime;

/// <summary>Quoted-printable (RFC 2045 section 6.7) for text whose line ends are CRLF.</summary>
internal static class QuotedPrintableEncoder
{
    /// <summary>76 columns, the last one for the equals sign of a soft line break.</summary>
    private const int LongestLine = 75;

    private static readonly byte[] Hex = TextCharset.Utf8.Encoding.GetBytes("0123456789ABCDEF");

    /// <summary>Encodes bytes. CRLF stays a line break; every other CR and LF is encoded, so any bytes survive.</summary>
    public static void Encode(byte[] text, int count, OctetBuffer output)
    {
        int column = 0;
        for (int i = 0; i < count; i++)
        {
            byte octet = text[i];
            if (IsLineEnd(text, count, i))
            {
                output.AddCrlf();
                column = 0;
                i++;
                continue;
            }

            bool literal = StandsForItself(octet) && !IsAtRisk(text, count, i, column);
            int width = literal ? 1 : 3;
            if (column + width > LongestLine)
            {
                output.Add((byte)'=');
                output.AddCrlf();
                column = 0;
                literal = literal && !IsAtRisk(text, count, i, 0);
                width = literal ? 1 : 3;
            }

            if (literal)
                output.Add(octet);
            else
                AddEscaped(octet, output);
            column += width;
        }
    }

    /// <summary>Whether a byte may be written as it is: printable ASCII but the equals sign, space and tab.</summary>
    public static bool StandsForItself(byte octet) => octet is >= (byte)' ' and <= (byte)'~' and not (byte)'=' or (byte)'\t';

    private static bool IsLineEnd(byte[] text, int count, int index) =>
        text[index] == '\r' && index + 1 < count && text[index + 1] == '\n';

    /// <summary>
    /// What transports change: white space at the end of a line, a dot at its start, and <c>From</c> there, which a
    /// mbox file escapes.
    /// </summary>
    private static bool IsAtRisk(byte[] text, int count, int index, int column) => text[index] switch
    {
        (byte)' ' or (byte)'\t' => index + 1 == count || IsLineEnd(text, count, index + 1),
        (byte)'.' => column == 0,
        (byte)'F' => column == 0 && index + 4 < count
            && text[index + 1] == 'r' && text[index + 2] == 'o' && text[index + 3] == 'm' && text[index + 4] == ' ',
        _ => false,
    };

    private static void AddEscaped(byte octet, OctetBuffer output)
    {
        output.Add((byte)'=');
        output.Add(Hex[octet >> 4]);
        output.Add(Hex[octet & 15]);
    }
}
