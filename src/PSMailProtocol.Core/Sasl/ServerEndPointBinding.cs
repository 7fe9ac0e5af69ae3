using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Sasl;

/// <summary>
/// The channel binding <c>tls-server-end-point</c> (RFC 5929 section 4): a hash of the server's certificate. It is the one
/// kind within reach of netstandard2.0; tls-exporter (RFC 9266) is not, and tls-unique does not exist in TLS 1.3.
/// </summary>
internal static class ServerEndPointBinding
{
    /// <summary>The binding's data, or null where the certificate's signature names no single hash that we know.</summary>
    public static byte[]? Of(X509Certificate2 certificate)
    {
        using var hash = HashOf(certificate.SignatureAlgorithm.Value);
        return hash?.ComputeHash(certificate.RawData);
    }

    /// <summary>The hash of the signature; MD5 and SHA-1 are replaced by SHA-256 (RFC 5929 section 4.1).</summary>
    private static HashAlgorithm? HashOf(string? signatureAlgorithm) => signatureAlgorithm switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => SHA256.Create(),
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => SHA256.Create(),
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.Create(),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.Create(),
        // RSASSA-PSS keeps its hash in parameters and Ed25519 has none (RFC 5929 leaves the binding undefined).
        _ => null,
    };
}
