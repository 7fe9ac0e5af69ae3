using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Sasl;

/// <summary>The logins to Dovecot that only POP3 has, and the one by a client certificate.</summary>
public sealed class Pop3LoginTests : IDisposable
{
    private const string Password = "p\u00e4ss w\u00f6rd";

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = MakeCertificate("alice");

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [ServerTheory("dovecot")]
    [InlineData(MailAuthentication.Apop, "APOP")]
    [InlineData(MailAuthentication.Login, "USER")]
    public void A_password_is_taken_and_a_wrong_one_is_not(MailAuthentication authentication, string mechanism)
    {
        using var dovecot = new DovecotServer(_folder, new ServerCertificate(_folder), "plain apop", "auth_failure_delay = 0",
            ("alice", Password));

        Assert.Equal(mechanism, LogIn(dovecot, new NetworkCredential("alice", Password), authentication));
        var failure = Assert.ThrowsAny<MailException>(() => LogIn(dovecot, new NetworkCredential("alice", Password + "?"), authentication));
        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
    }

    [ServerFact("dovecot")]
    public void A_certificate_is_the_login_of_the_user_that_it_names()
    {
        // The certificate is its own authority. Who shows it needs no password, and nobody else gets in without one.
        var configuration = $$"""
            ssl_ca = <{{_folder.Write("client.crt", _certificate.ExportCertificatePem())}}
            ssl_require_crl = no
            ssl_verify_client_cert = yes
            auth_ssl_username_from_cert = yes
            passdb {
              driver = static
              mechanisms = external
              args = nopassword=y
            }
            """;
        using var dovecot = new DovecotServer(_folder, new ServerCertificate(_folder), "plain external", configuration,
            ("alice", Password));

        Assert.Equal("EXTERNAL", LogIn(dovecot, MailCredential.FromCertificate(), MailAuthentication.Auto));
        using var other = MakeCertificate("alice");
        Assert.ThrowsAny<MailException>(() => LogIn(dovecot, MailCredential.FromCertificate(), MailAuthentication.External, other));
    }

    private string? LogIn(DovecotServer dovecot, MailCredential credential, MailAuthentication authentication,
        X509Certificate2? certificate = null)
    {
        var account = new MailAccount("localhost", dovecot.Pop3Port, TlsMode.StartTls, credential)
        {
            Authentication = authentication,
            Connection = new MailConnectionOptions
            {
                SkipCertificateCheck = true,
                ClientCertificates = credential.Kind == MailCredentialKind.Certificate ? [certificate ?? _certificate] : null,
            },
        };
        using var session = Pop3Session.Open(account, CancellationToken.None);
        session.Leave();
        return session.AuthenticationMechanism;
    }

    private static X509Certificate2 MakeCertificate(string user)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + user, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "x"), "x");
    }
}
