using System;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>
/// A Dovecot on loopback: POP3 and IMAP over Maildir, the SASL service that Postfix asks, and submission where that is installed.
/// </summary>
public sealed class DovecotServer : IDisposable
{
    /// <summary>The program of the submission service, which Debian packs by itself.</summary>
    public const string SubmissionProgram = "submission-login";

    /// <summary>The user that mail belongs to on Debian, and its number.</summary>
    public const int MailUser = 8;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly bool _submits = ServerPrograms.Find(SubmissionProgram) is not null;
    private readonly ServerProcess _process;

    public DovecotServer(TemporaryFolder folder, ServerCertificate certificate, params (string User, string Password)[] users)
        : this(folder, certificate, "plain login", "", users)
    {
    }

    /// <summary>Starts a server with mechanisms of its own.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="mechanisms">The mechanisms of SASL, by Dovecot's names.</param>
    /// <param name="furtherConfiguration">What else stands in its configuration, before the users.</param>
    /// <param name="users">The users.</param>
    public DovecotServer(TemporaryFolder folder, ServerCertificate certificate, string mechanisms, string furtherConfiguration,
        params (string User, string Password)[] users)
    {
        MailFolder = folder["mail"];
        Directory.CreateDirectory(MailFolder);
        File.SetUnixFileMode(MailFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        var userFile = folder.Write("users",
            string.Join("\n", Array.ConvertAll(users, user => $"{user.User}:{{PLAIN}}{user.Password}")) + "\n");
        var configuration = folder.Write("dovecot.conf", Configuration(folder, certificate, userFile, mechanisms, furtherConfiguration));
        _process = ServerProcess.Start("dovecot", ["-F", "-c", configuration]);
        try
        {
            foreach (var port in new[] { Pop3Port, Pop3sPort, ImapPort, ImapsPort, AuthPort })
                _process.WaitForPort(port, StartTimeout);
            if (_submits)
                _process.WaitForPort(SubmissionPort, StartTimeout);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Pop3Port { get; } = ServerProcess.FindFreePort();

    public int Pop3sPort { get; } = ServerProcess.FindFreePort();

    public int ImapPort { get; } = ServerProcess.FindFreePort();

    public int ImapsPort { get; } = ServerProcess.FindFreePort();

    public int AuthPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Submission with STARTTLS.</summary>
    public int SubmissionPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Where what was submitted is passed on to; a Postfix that belongs to this server listens there.</summary>
    public int RelayPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Each user has a Maildir of that name in here.</summary>
    public string MailFolder { get; }

    public void Dispose() => _process.Dispose();

    private string Configuration(TemporaryFolder folder, ServerCertificate certificate, string userFile, string mechanisms,
        string furtherConfiguration) => $$"""
        protocols = pop3 imap
        listen = 127.0.0.1
        base_dir = {{folder["dovecot-run"]}}
        state_dir = {{folder["dovecot-state"]}}
        log_path = {{folder["dovecot.log"]}}
        ssl = yes
        ssl_cert = <{{certificate.CertificateFile}}
        ssl_key = <{{certificate.KeyFile}}
        mail_location = maildir:{{MailFolder}}/%n
        first_valid_uid = 1
        auth_mechanisms = {{mechanisms}}
        {{furtherConfiguration}}
        {{(_submits ? SubmissionConfiguration() : "")}}
        passdb {
          driver = passwd-file
          args = username_format=%n {{userFile}}
        }
        userdb {
          driver = static
          args = uid={{MailUser}} gid={{MailUser}} home={{MailFolder}}/%n
        }
        service pop3-login {
          inet_listener pop3 {
            port = {{Pop3Port}}
          }
          inet_listener pop3s {
            port = {{Pop3sPort}}
            ssl = yes
          }
        }
        service imap-login {
          inet_listener imap {
            port = {{ImapPort}}
          }
          inet_listener imaps {
            port = {{ImapsPort}}
            ssl = yes
          }
        }
        service auth {
          inet_listener {
            port = {{AuthPort}}
          }
        }
        service stats {
          chroot =
        }
        """;

    private string SubmissionConfiguration() => $$"""
        protocols = $protocols submission
        submission_relay_host = 127.0.0.1
        submission_relay_port = {{RelayPort}}
        service submission-login {
          inet_listener submission {
            port = {{SubmissionPort}}
          }
        }
        """;
}
