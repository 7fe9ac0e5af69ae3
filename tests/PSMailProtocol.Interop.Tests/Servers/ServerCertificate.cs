using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A certificate, made for one run, as the PEM files that server programs read.</summary>
public sealed class ServerCertificate
{
    /// <summary>Makes one for localhost that vouches for itself.</summary>
    public ServerCertificate(TemporaryFolder folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (CertificateFile, KeyFile) = Write(folder, certificate, key);
    }

    /// <summary>Takes one that somebody issued, with its key.</summary>
    public ServerCertificate(TemporaryFolder folder, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        (CertificateFile, KeyFile) = Write(folder, certificate, key);
    }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    private static (string CertificateFile, string KeyFile) Write(TemporaryFolder folder, X509Certificate2 certificate, RSA key)
    {
        var file = folder.Write("server.crt", certificate.ExportCertificatePem());
        var keyFile = folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead);
        return (file, keyFile);
    }
}
