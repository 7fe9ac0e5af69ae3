using System;
using System.Net;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A Postfix on loopback that takes submissions, authenticated by a Dovecot, and delivers into that Dovecot's Maildirs.</summary>
public sealed class PostfixServer : IDisposable
{
    public const string Domain = "interop.test";

    /// <summary>An address that only SMTPUTF8 carries (RFC 6531); its mail is that of the last user.</summary>
    public const string Internationalised = "j\u00fcrgen@" + Domain;

    private readonly PostfixInstance _instance;

    public PostfixServer(TemporaryFolder folder, ServerCertificate certificate, DovecotServer dovecot, params string[] users)
    {
        var mailboxes = folder.Write("mailboxes",
            string.Join("\n", Array.ConvertAll(users, user => $"{user}@{Domain} {user}/")) + $"\n{Internationalised} {users[^1]}/\n");
        _instance = new PostfixInstance(
            folder,
            MainConfiguration(certificate, dovecot, mailboxes),
            new()
            {
                [Loopback(dovecot.RelayPort)] = "",
                [Loopback(SubmissionPort)] = "",
                [Loopback(SubmissionsPort)] = "-o smtpd_tls_wrappermode=yes",
            });
    }

    /// <summary>Submission with STARTTLS.</summary>
    public int SubmissionPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Submission inside TLS.</summary>
    public int SubmissionsPort { get; } = ServerProcess.FindFreePort();

    public void Dispose() => _instance.Dispose();

    private static IPEndPoint Loopback(int port) => new(IPAddress.Loopback, port);

    private static string MainConfiguration(ServerCertificate certificate, DovecotServer dovecot, string mailboxes) => $"""
        virtual_mailbox_domains = {Domain}
        virtual_mailbox_base = {dovecot.MailFolder}
        virtual_mailbox_maps = texthash:{mailboxes}
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = {certificate.CertificateFile}
        smtpd_tls_key_file = {certificate.KeyFile}
        smtpd_tls_auth_only = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:{dovecot.AuthPort}
        smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
        message_size_limit = 20000000

        """;
}
