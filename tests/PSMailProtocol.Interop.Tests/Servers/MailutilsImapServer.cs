using System;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>The IMAP server of GNU Mailutils on loopback over Maildirs, with one port that offers STARTTLS and one inside TLS.</summary>
public sealed class MailutilsImapServer : IDisposable
{
    public const string Program = "imap4d";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    public MailutilsImapServer(TemporaryFolder folder, ServerCertificate certificate)
    {
        _folder = folder;
        foreach (var name in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(MailFolder, "INBOX", name));
        Directory.CreateDirectory(folder["domains"]);
        File.WriteAllText(Path.Combine(folder["domains"], "interop.test"),
            $"alice:{MailutilsPop3Server.PasswordHash}:0:0:Alice:{MailFolder}:/bin/sh\n");
        _process = ServerProcess.Start(Program,
            ["--no-config", "--config-file=" + folder.Write("imap4d.conf", Configuration(certificate))]);
        try
        {
            _process.WaitForPort(ImapPort, StartTimeout);
            _process.WaitForPort(ImapsPort, StartTimeout);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int ImapPort { get; } = ServerProcess.FindFreePort();

    public int ImapsPort { get; } = ServerProcess.FindFreePort();

    /// <summary>The user's mailboxes, a Maildir each.</summary>
    public string MailFolder => _folder["home"];

    public void Dispose() => _process.Dispose();

    private string Configuration(ServerCertificate certificate) => $$"""
        mode daemon;
        foreground yes;
        max-children 50;
        server 127.0.0.1:{{ImapsPort}} {
          tls-mode connection;
          tls { ssl-certificate-file "{{certificate.CertificateFile}}"; ssl-key-file "{{certificate.KeyFile}}"; };
        };
        server 127.0.0.1:{{ImapPort}} {
          tls-mode ondemand;
          tls { ssl-certificate-file "{{certificate.CertificateFile}}"; ssl-key-file "{{certificate.KeyFile}}"; };
        };
        auth { authentication clear; authentication generic; authorization clear; authorization virtdomain:system; }
        virtdomain { passwd-dir "{{_folder["domains"]}}"; }
        mailbox { mailbox-type maildir; }
        logging { syslog no; }

        """;
}
