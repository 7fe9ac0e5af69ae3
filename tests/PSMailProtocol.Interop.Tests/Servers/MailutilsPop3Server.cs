using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>The POP3 server of GNU Mailutils on loopback over mbox files, with one port that offers STLS and one inside TLS.</summary>
public sealed class MailutilsPop3Server : IDisposable
{
    public const string UserName = "alice@interop.test";

    public const string Password = "interop";

    /// <summary>The password as crypt(3) has it.</summary>
    internal const string PasswordHash = "$1$interop$lbI4mzAcuNTgfSSE0IIDY1";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    public MailutilsPop3Server(TemporaryFolder folder, ServerCertificate certificate)
    {
        _folder = folder;
        Directory.CreateDirectory(folder["home"]);
        Directory.CreateDirectory(folder["domains"]);
        File.WriteAllText(Path.Combine(folder["domains"], "interop.test"), $"alice:{PasswordHash}:0:0:Alice:{folder["home"]}:/bin/sh\n");
        _process = ServerProcess.Start("pop3d", ["--no-config", "--config-file=" + folder.Write("pop3d.conf", Configuration(certificate))]);
        try
        {
            _process.WaitForPort(Pop3Port, StartTimeout);
            _process.WaitForPort(Pop3sPort, StartTimeout);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Pop3Port { get; } = ServerProcess.FindFreePort();

    public int Pop3sPort { get; } = ServerProcess.FindFreePort();

    /// <summary>Fills the maildrop with so many messages.</summary>
    public void Fill(int count) => File.WriteAllText(
        Path.Combine(_folder["home"], "INBOX"),
        string.Concat(Enumerable.Range(1, count).Select(n => string.Format(
            CultureInfo.InvariantCulture,
            "From a@b Thu Nov 20 10:00:00 2026\nSubject: Message {0}\nDate: Thu, 20 Nov 2026 10:00:00 +0000\n\n.{0}\nbody\n\n", n))));

    public void Dispose() => _process.Dispose();

    private string Configuration(ServerCertificate certificate) => $$"""
        mode daemon;
        foreground yes;
        max-children 50;
        server 127.0.0.1:{{Pop3sPort}} {
          tls-mode connection;
          tls { ssl-certificate-file "{{certificate.CertificateFile}}"; ssl-key-file "{{certificate.KeyFile}}"; };
        };
        server 127.0.0.1:{{Pop3Port}} {
          tls-mode ondemand;
          tls { ssl-certificate-file "{{certificate.CertificateFile}}"; ssl-key-file "{{certificate.KeyFile}}"; };
        };
        auth { authentication clear; authentication generic; authorization clear; authorization virtdomain:system; }
        virtdomain { passwd-dir "{{_folder["domains"]}}"; }
        logging { syslog no; }

        """;
}
