using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>An authority that a PowerShell process trusts alone, with the certificates that it issues.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>RSA, since the store of Mono knows no certificate that is signed otherwise; one key for all that are issued.</summary>
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _root;
    private byte _serial;

    public CertificateAuthority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=authority.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0,
            critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        _root = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "x"), "x");
    }

    /// <summary>The authority itself, as OpenSSL reads it from <c>SSL_CERT_FILE</c>.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>Issues a certificate.</summary>
    /// <param name="commonName">Its common name.</param>
    /// <param name="names">Its domains and addresses; none for no subject alternative name at all.</param>
    /// <param name="begins">In how many days it begins.</param>
    /// <param name="ends">In how many days it ends.</param>
    /// <param name="purpose">Its extended key usage.</param>
    public X509Certificate2 Issue(string commonName, string[] names, int begins = -1, int ends = 1, string purpose = ServerAuthentication)
    {
        var request = new CertificateRequest("CN=" + commonName, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (names.Length > 0)
        {
            var alternative = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                if (IPAddress.TryParse(name, out var address))
                    alternative.AddIpAddress(address);
                else
                    alternative.AddDnsName(name);
            }

            request.CertificateExtensions.Add(alternative.Build());
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        var now = DateTimeOffset.UtcNow;
        using var issued = request.Create(_root, now.AddDays(begins), now.AddDays(ends), [++_serial]);
        using var made = issued.CopyWithPrivateKey(_key);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "x"), "x");
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
