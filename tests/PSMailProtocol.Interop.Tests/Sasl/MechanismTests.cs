using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Sasl;

/// <summary>Each mechanism that Dovecot has, by itself over POP3 and IMAP and through Postfix over SMTP.</summary>
public sealed class MechanismTests : IClassFixture<SaslServers>
{
    private readonly SaslServers _servers;

    public MechanismTests(SaslServers servers) => _servers = servers;

    public static IEnumerable<object[]> Passwords => Cross(
        ("PLAIN", MailAuthentication.Plain), ("LOGIN", MailAuthentication.Login), ("CRAM-MD5", MailAuthentication.CramMd5),
        ("SCRAM-SHA-1", MailAuthentication.ScramSha1), ("SCRAM-SHA-256", MailAuthentication.ScramSha256),
        ("SCRAM-SHA-256", MailAuthentication.Auto));

    public static IEnumerable<object[]> Tokens => Cross(
        ("XOAUTH2", MailAuthentication.XOAuth2), ("OAUTHBEARER", MailAuthentication.OAuthBearer), ("OAUTHBEARER", MailAuthentication.Auto));

    [ServerTheory("postfix", "dovecot")]
    [MemberData(nameof(Passwords))]
    public void A_password_is_taken_and_a_wrong_one_is_not(string protocol, string name, MailAuthentication authentication)
    {
        Assert.Equal(name, LogIn(protocol, new NetworkCredential("alice", SaslServers.Password), authentication));

        var failure = Assert.ThrowsAny<MailException>(
            () => LogIn(protocol, new NetworkCredential("alice", SaslServers.Password + "?"), authentication));
        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
    }

    [ServerTheory("postfix", "dovecot")]
    [MemberData(nameof(Tokens))]
    public void A_token_is_taken_and_an_expired_one_is_not(string protocol, string name, MailAuthentication authentication)
    {
        Assert.Equal(name, LogIn(protocol, Token(DateTimeOffset.UtcNow.AddMinutes(30)), authentication));

        var failure = Assert.ThrowsAny<MailException>(() => LogIn(protocol, Token(DateTimeOffset.UtcNow.AddMinutes(-5)), authentication));
        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.Contains("\"status\":", failure.Message);
    }

    private string? LogIn(string protocol, MailCredential credential, MailAuthentication authentication)
    {
        var port = protocol switch
        {
            "SMTP" => _servers.Postfix.SubmissionPort,
            "POP3" => _servers.Dovecot.Pop3Port,
            _ => _servers.Dovecot.ImapPort,
        };
        var account = new MailAccount("localhost", port, TlsMode.StartTls, credential)
        {
            Authentication = authentication,
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
        switch (protocol)
        {
            case "SMTP":
                using (var smtp = SmtpSession.Open(account, null, CancellationToken.None))
                {
                    smtp.Quit();
                    return smtp.AuthenticationMechanism;
                }

            case "POP3":
                using (var pop3 = Pop3Session.Open(account, CancellationToken.None))
                {
                    pop3.Leave();
                    return pop3.AuthenticationMechanism;
                }

            default:
                using (var imap = ImapSession.Open(account, CancellationToken.None))
                {
                    imap.Logout();
                    return imap.AuthenticationMechanism;
                }
        }
    }

    private static MailCredential Token(DateTimeOffset expires)
    {
        var token = new SecureString();
        foreach (var c in SaslServers.TokenFor("alice", expires))
            token.AppendChar(c);
        return MailCredential.FromToken("alice", token);
    }

    private static IEnumerable<object[]> Cross(params (string Name, MailAuthentication Authentication)[] mechanisms) =>
        from protocol in new[] { "SMTP", "POP3", "IMAP" }
        from mechanism in mechanisms
        select new object[] { protocol, mechanism.Name, mechanism.Authentication };
}
