using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.Dkim;

/// <summary>The public key of a selector as its TXT record has it (RFC 6376 section 3.6.1, RFC 8463 section 4).</summary>
internal sealed class DkimKey
{
    /// <summary>Less than this nobody believes (RFC 8301 section 3.2).</summary>
    internal const int LeastBits = 1024;

    /// <summary>What a signer should have.</summary>
    internal const int RecommendedBits = 2048;

    private const string Version = "DKIM1";
    private const string Rsa = "rsa";
    private const string Ed25519 = "ed25519";
    private const int Ed25519Octets = 32;

    private static readonly byte[] RsaEncryption = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    private DkimKey(TagList tags)
    {
        KeyType = (tags["k"] ?? Rsa).ToLowerInvariant();
        Flags = Words(tags["t"]);
        Hashes = Words(tags["h"]);
        Services = Words(tags["s"]);
    }

    /// <summary>rsa, ed25519, or another that is unknown here.</summary>
    internal string KeyType { get; }

    /// <summary>The key's length; zero if it is revoked, unknown or malformed.</summary>
    internal int Bits { get; private set; }

    /// <summary>Why no verifier can use the record, in half a sentence; null if it can.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Whether the domain has taken the key back: <c>p=</c> is empty.</summary>
    internal bool IsRevoked { get; private set; }

    internal bool IsEd25519 => KeyType == Ed25519;

    /// <summary>Whether the domain is only testing DKIM: <c>t=y</c>.</summary>
    internal bool IsTest => Flags.Contains("y");

    /// <summary>Whether identities within subdomains are excluded: <c>t=s</c>.</summary>
    internal bool IsStrict => Flags.Contains("s");

    /// <summary>The flags of <c>t=</c>.</summary>
    internal IReadOnlyList<string> Flags { get; }

    /// <summary>The hash algorithms of <c>h=</c>; empty means all.</summary>
    internal IReadOnlyList<string> Hashes { get; }

    /// <summary>The services of <c>s=</c>; empty means all.</summary>
    internal IReadOnlyList<string> Services { get; }

    /// <summary>Where the key of a selector is.</summary>
    internal static string QueryName(string selector, string domain) => $"{selector}._domainkey.{domain}";

    internal static DkimKey Parse(string text)
    {
        var tags = TagList.Parse(text);
        var key = new DkimKey(tags);
        key.Problem = key.Read(tags);
        return key;
    }

    private string? Read(TagList tags)
    {
        if (tags.HasDuplicates)
            return "a tag stands in it twice (section 3.2)";
        if (tags.HasFaults)
            return "a part of it is no tag with a value";
        if (tags["v"] is { } version && (version != Version || tags.Names[0] != "v"))
            return $"its version is not {Version}, or does not come first";
        if (tags["p"] is not { } encoded)
            return "it has no key (p=)";
        if (encoded.Length == 0)
        {
            IsRevoked = true;
            return null;
        }

        if (KeyType is not (Rsa or Ed25519))
            return $"its key is of a type that is not in use (k={KeyType})";
        if (Hashes.Count > 0 && !Hashes.Contains("sha256"))
            return "it allows no hash algorithm that is in use (h=; RFC 8301 section 3.1)";
        if (Services.Count > 0 && !Services.Contains("email") && !Services.Contains("*"))
            return "it is not for mail (s=)";
        if (Decode(encoded) is not { } octets)
            return "its key is no base64";

        Bits = IsEd25519 ? (octets.Length == Ed25519Octets ? 8 * Ed25519Octets : 0) : RsaBits(octets);
        return Bits > 0 ? null : $"its key is no {(IsEd25519 ? "Ed25519" : "RSA")} key";
    }

    /// <summary>The length of the modulus of a SubjectPublicKeyInfo (RFC 5280) or RSAPublicKey (RFC 8017); zero if it is neither.</summary>
    private static int RsaBits(byte[] octets)
    {
        if (new DerReader(octets).Read(DerReader.Sequence, out var behind) is not { } outer || !behind.IsEmpty)
            return 0;

        if (outer.Read(DerReader.Sequence, out var rest) is not { } algorithm)
            return KeyBits(outer);
        if (algorithm.Read(DerReader.ObjectId, out _) is not { } id || !id.Is(RsaEncryption))
            return 0;

        return rest.Read(DerReader.BitString, out var end)?.WithoutUnusedBits() is { } bits && end.IsEmpty
            && bits.Read(DerReader.Sequence, out var last) is { } key && last.IsEmpty
            ? KeyBits(key)
            : 0;
    }

    private static int KeyBits(DerReader key) =>
        key.Read(DerReader.Integer, out var rest) is { } modulus
        && rest.Read(DerReader.Integer, out var end) is { } exponent && end.IsEmpty && exponent.BitLength() > 1
            ? modulus.BitLength()
            : 0;

    // White space may stand anywhere in it (section 2.10).
    private static byte[]? Decode(string encoded)
    {
        try
        {
            return Convert.FromBase64String(encoded);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static List<string> Words(string? value) =>
        value is null ? [] : value.Split(':').Select(word => word.Trim().ToLowerInvariant()).Where(word => word.Length > 0).ToList();
}
