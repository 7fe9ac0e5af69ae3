using System;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>Logs in to a sandbox by each protocol alike.</summary>
internal static class Logins
{
    /// <summary>Logs in inside TLS and says by what mechanism; throws what the session throws.</summary>
    public static string? LogIn(MailSandbox sandbox, SandboxProtocol protocol, MailCredential credential,
        MailAuthentication authentication = MailAuthentication.Auto, X509Certificate2? certificate = null) =>
        LogIn(protocol, new MailAccount(sandbox.Host, PortOf(sandbox, protocol), TlsMode.StartTls, credential)
        {
            Authentication = authentication,
            Connection = new MailConnectionOptions
            {
                PinnedCertificate = CertificatePin.Parse(Convert.ToHexString(SHA256.HashData(sandbox.Certificate.RawData))),
                ClientCertificates = certificate is null ? null : [certificate],
            },
        });

    public static string? LogIn(SandboxProtocol protocol, MailAccount account)
    {
        switch (protocol)
        {
            case SandboxProtocol.Smtp:
                using (var smtp = SmtpSession.Open(account, "client.test", CancellationToken.None))
                {
                    smtp.Quit();
                    return smtp.AuthenticationMechanism;
                }

            case SandboxProtocol.Pop3:
                using (var pop3 = Pop3Session.Open(account, CancellationToken.None))
                {
                    pop3.Stat();
                    pop3.Quit();
                    return pop3.AuthenticationMechanism;
                }

            default:
                using (var imap = ImapSession.Open(account, CancellationToken.None))
                {
                    imap.Select("INBOX");
                    imap.Logout();
                    return imap.AuthenticationMechanism;
                }
        }
    }

    /// <summary>The mechanism of a refused login, as each protocol's failure tells it.</summary>
    public static string? RefusedMechanism(MailException failure) => failure switch
    {
        SmtpReplyException refusal => refusal.Mechanism,
        Pop3ReplyException refusal => refusal.Mechanism,
        ImapStatusException refusal => refusal.Mechanism,
        _ => null,
    };

    public static MailCredential Password(string user, string password) => new NetworkCredential(user, password)!;

    public static MailCredential Token(string user, string token) => MailCredential.FromToken(user, Secure(token));

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
            secure.AppendChar(c);
        return secure;
    }

    public static int PortOf(MailSandbox sandbox, SandboxProtocol protocol) => protocol switch
    {
        SandboxProtocol.Smtp => sandbox.SmtpPort,
        SandboxProtocol.Pop3 => sandbox.Pop3Port,
        _ => sandbox.ImapPort,
    };

    public static X509Certificate2 ClientCertificate(string user)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var made = new CertificateRequest("CN=" + user, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1),
            now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "x"), "x");
    }
}
