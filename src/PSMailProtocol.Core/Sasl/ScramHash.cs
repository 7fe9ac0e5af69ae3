using System;
using System.Security.Cryptography;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>The functions of RFC 5802 section 2.2 over one hash: H, HMAC and Hi.</summary>
internal sealed class ScramHash
{
    private readonly Func<HashAlgorithm> _hash;
    private readonly Func<byte[], HMAC> _keyed;

    private ScramHash(string name, Func<HashAlgorithm> hash, Func<byte[], HMAC> keyed)
    {
        Name = name;
        _hash = hash;
        _keyed = keyed;
    }

    /// <summary>SHA-1 (RFC 5802).</summary>
    public static ScramHash Sha1 { get; } = new("SHA-1", SHA1.Create, key => new HMACSHA1(key));

    /// <summary>SHA-256 (RFC 7677).</summary>
    public static ScramHash Sha256 { get; } = new("SHA-256", SHA256.Create, key => new HMACSHA256(key));

    /// <summary>The name as in the mechanism's.</summary>
    public string Name { get; }

    /// <summary>H(str).</summary>
    public byte[] Hash(byte[] text)
    {
        using var hash = _hash();
        return hash.ComputeHash(text);
    }

    /// <summary>HMAC(key, str).</summary>
    public byte[] Keyed(byte[] key, string text)
    {
        using var keyed = _keyed(key);
        return keyed.ComputeHash(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Hi(str, salt, i): PBKDF2 (RFC 8018 section 5.2) with one block, which netstandard2.0 has for SHA-1 only.</summary>
    public byte[] Salted(byte[] password, byte[] salt, int iterations)
    {
        using var keyed = _keyed(password);
        var block = new byte[salt.Length + 4];
        Buffer.BlockCopy(salt, 0, block, 0, salt.Length);
        block[block.Length - 1] = 1;
        var round = keyed.ComputeHash(block);
        var result = (byte[])round.Clone();
        for (var i = 1; i < iterations; i++)
        {
            round = keyed.ComputeHash(round);
            for (var k = 0; k < result.Length; k++)
                result[k] ^= round[k];
        }

        return result;
    }
}
