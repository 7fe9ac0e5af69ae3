using System.Security.Cryptography;

namespace PSMailProtocol.Mime;

/// <summary>Text of letters and digits with 160 bits, random or from a seed.</summary>
internal static class RandomText
{
    private const int OctetCount = 20;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly RandomNumberGenerator Generator = RandomNumberGenerator.Create();

    /// <summary>Text that nobody can guess.</summary>
    public static string Create()
    {
        var octets = new byte[OctetCount];
        Generator.GetBytes(octets);
        return ToBase32(octets);
    }

    /// <summary>The same text for the same seed.</summary>
    public static string FromSeed(string seed)
    {
        using var hash = SHA256.Create();
        return ToBase32(hash.ComputeHash(TextCharset.Utf8.Encoding.GetBytes(seed)));
    }

    private static string ToBase32(byte[] octets)
    {
        var text = new char[OctetCount / 5 * 8];
        int bits = 0;
        int pending = 0;
        int position = 0;
        for (int i = 0; i < OctetCount; i++)
        {
            pending = ((pending & 0xFF) << 8) | octets[i];
            for (bits += 8; bits >= 5; bits -= 5)
                text[position++] = Alphabet[(pending >> (bits - 5)) & 31];
        }

        return new string(text);
    }
}
