using System.Text;

namespace PSMailProtocol.Imap.Wire;

/// <summary>The text of octets that a server sends.</summary>
internal static class ImapText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>ISO-8859-1, which every framework has and which loses no octet.</summary>
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    /// <summary>UTF-8 where it is that, and Latin-1 otherwise, as servers hand out headers that nobody encoded.</summary>
    public static string Decode(byte[] octets, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            if (octets[i] >= 0x80)
                return DecodeEightBit(octets, start, count);
        }

        return Encoding.ASCII.GetString(octets, start, count);
    }

    private static string DecodeEightBit(byte[] octets, int start, int count)
    {
        try
        {
            return StrictUtf8.GetString(octets, start, count);
        }
        catch (DecoderFallbackException)
        {
            return Latin1.GetString(octets, start, count);
        }
    }
}
