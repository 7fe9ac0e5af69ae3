using System;
using System.Diagnostics;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A Postfix on loopback that takes submissions, authenticated by a Dovecot, and delivers into that Dovecot's Maildirs.</summary>
public sealed class PostfixServer : IDisposable
{
    public const string Domain = "interop.test";

    /// <summary>An address that only SMTPUTF8 carries (RFC 6531); its mail is that of the last user.</summary>
    public const string Internationalised = "j\u00fcrgen@" + Domain;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly ServerProcess _process;
    private readonly string _configurationFolder;

    public PostfixServer(TemporaryFolder folder, ServerCertificate certificate, DovecotServer dovecot, params string[] users)
    {
        _configurationFolder = folder["postfix"];
        Directory.CreateDirectory(_configurationFolder);
        Directory.CreateDirectory(folder["queue"]);
        Directory.CreateDirectory(folder["postfix-data"]);
        Run("chown", "postfix", folder["postfix-data"]);
        var mailboxes = folder.Write("mailboxes", string.Join("\n", Array.ConvertAll(users, user => $"{user}@{Domain} {user}/")) + $"\n{Internationalised} {users[^1]}/\n");
        folder.Write("postfix/main.cf", MainConfiguration(folder, certificate, dovecot, mailboxes));
        folder.Write("postfix/master.cf", MasterConfiguration(dovecot));

        _process = ServerProcess.Start("postfix", ["-c", _configurationFolder, "start-fg"]);
        try
        {
            _process.WaitForPort(SubmissionPort, StartTimeout);
            _process.WaitForPort(SubmissionsPort, StartTimeout);
            _process.WaitForPort(dovecot.RelayPort, StartTimeout);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Submission with STARTTLS.</summary>
    public int SubmissionPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Submission inside TLS.</summary>
    public int SubmissionsPort { get; } = ServerProcess.FindFreePort();

    public void Dispose()
    {
        // The master has left the group of the process that started it, so it is told to stop by its own command.
        Run(ServerPrograms.Locate("postfix"), "-c", _configurationFolder, "abort");
        _process.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static string MainConfiguration(TemporaryFolder folder, ServerCertificate certificate, DovecotServer dovecot, string mailboxes) => $"""
        compatibility_level = 3.6
        queue_directory = {folder["queue"]}
        data_directory = {folder["postfix-data"]}
        daemon_directory = /usr/lib/postfix/sbin
        command_directory = /usr/sbin
        maillog_file = {folder["postfix.log"]}
        maillog_file_prefixes = {folder.Path}
        myhostname = mail.{Domain}
        mydestination =
        alias_maps =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        virtual_mailbox_domains = {Domain}
        virtual_mailbox_base = {dovecot.MailFolder}
        virtual_mailbox_maps = texthash:{mailboxes}
        virtual_minimum_uid = 1
        virtual_uid_maps = static:{DovecotServer.MailUser}
        virtual_gid_maps = static:{DovecotServer.MailUser}
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

    private string MasterConfiguration(DovecotServer dovecot) => $"""
        127.0.0.1:{dovecot.RelayPort} inet n - n - - smtpd
        127.0.0.1:{SubmissionPort} inet n - n - - smtpd
        127.0.0.1:{SubmissionsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        local unix - n n - - local
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
