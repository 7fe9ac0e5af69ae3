using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// Makes the sandbox's self-signed certificate. netstandard2.0 does not know <c>CertificateRequest</c>, which both
/// runtimes that this runs on have (.NET Framework since 4.7.2), so it is reached by name.
/// </summary>
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
        var request = New("CertificateRequest", $"CN=localhost, O={domain}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var extensions = (ICollection<X509Extension>)request.GetType().GetProperty("CertificateExtensions")!.GetValue(request)!;
        extensions.Add(SubjectAlternativeName(domain));
        extensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));

        var now = DateTimeOffset.UtcNow;
        using var made = (X509Certificate2)Call(request, "CreateSelfSigned", now.AddDays(-1), now.AddYears(1))!;

        // Windows cannot serve TLS with a key that lives in memory alone; reading it back from a PFX gives it a home.
        // The password protects nothing; macOS will not read a PFX without one.
        return new X509Certificate2(made.Export(X509ContentType.Pfx, domain), domain);
    }

    private static X509Extension SubjectAlternativeName(string domain)
    {
        var names = New("SubjectAlternativeNameBuilder");
        foreach (var name in new[] { "localhost", domain, "*." + domain })
            Call(names, "AddDnsName", name);
        Call(names, "AddIpAddress", IPAddress.Loopback);
        Call(names, "AddIpAddress", IPAddress.IPv6Loopback);
        return (X509Extension)Call(names, "Build", false)!;
    }

    private static object New(string type, params object[] arguments)
    {
        var assembly = typeof(RSACertificateExtensions).Assembly;
        var found = assembly.GetType($"System.Security.Cryptography.X509Certificates.{type}")
            ?? throw new PlatformNotSupportedException("A certificate can be made on .NET Framework 4.7.2 or later only; give one in the options.");
        return Activator.CreateInstance(found, arguments)!;
    }

    private static object? Call(object target, string method, params object[] arguments) =>
        target.GetType().GetMethod(method, arguments.Select(a => a.GetType()).ToArray())!.Invoke(target, arguments);
}
