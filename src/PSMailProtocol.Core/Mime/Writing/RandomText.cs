using System;
using System.Security.Cryptography;

namespace PSMailProtocol.Mime;

/// <summary>Text of letters and digits with 160 bits, random or from a seed.</summary>
internal static class RandomText
{
    private const int OctetCount = 20;

    private const int StockCount = 64;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly RandomNumberGenerator Generator = RandomNumberGenerator.Create();

    /// <summary>Random octets of this thread, each used once: asking for each text alone costs more than a short message.</summary>
    [ThreadStatic]
    private static byte[]? _stock;

    [ThreadStatic]
    private static int _used;

    /// <summary>Text that nobody can guess.</summary>
    public static string Create()
    {
        if (_stock is null || _used == _stock.Length)
        {
            _stock ??= new byte[OctetCount * StockCount];
            Generator.GetBytes(_stock);
            _used = 0;
        }

        string text = ToBase32(_stock, _used);
        Array.Clear(_stock, _used, OctetCount);
        _used += OctetCount;
        return text;
    }

    /// <summary>The same text for the same seed.</summary>
    public static string FromSeed(string seed)
    {
        using var hash = SHA256.Create();
        return ToBase32(hash.ComputeHash(TextCharset.Utf8.Encoding.GetBytes(seed)), 0);
    }

    private static string ToBase32(byte[] octets, int start)
    {
        var text = new char[OctetCount / 5 * 8];
        int bits = 0;
        int pending = 0;
        int position = 0;
        for (int i = start; i < start + OctetCount; i++)
        {
            pending = ((pending & 0xFF) << 8) | octets[i];
            for (bits += 8; bits >= 5; bits -= 5)
                text[position++] = Alphabet[(pending >> (bits - 5)) & 31];
        }

        return new string(text);
    }
}
