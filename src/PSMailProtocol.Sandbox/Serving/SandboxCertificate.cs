using System;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>Makes the sandbox's self-signed certificate.</summary>
internal static class SandboxCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly ConcurrentDictionary<string, Lazy<X509Certificate2>> Made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The certificate of this process for a domain. Sandboxes share it, because making an RSA key takes a while.</summary>
    public static X509Certificate2 For(string domain) => Made.GetOrAdd(domain, d => new Lazy<X509Certificate2>(() => Create(d))).Value;

    /// <summary>Makes a certificate for this machine's loopback names, a domain and every host in it, good for a year.</summary>
    private static X509Certificate2 Create(string domain)
    {
        using var key = RSA.Create();
        key.KeySize = 2048;
        var request = new CertificateRequest($"CN=localhost, O={domain}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var extensions = request.CertificateExtensions;
        extensions.Add(SubjectAlternativeName(domain));
        extensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));

        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));

        // Windows cannot serve TLS with a key that lives in memory alone; reading it back from a PFX gives it a home.
        // The password protects nothing; macOS will not read a PFX without one.
        return new X509Certificate2(made.Export(X509ContentType.Pfx, domain), domain);
    }

    private static X509Extension SubjectAlternativeName(string domain)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(domain);
        names.AddDnsName("*." + domain);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
