using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>
/// A Courier IMAP on loopback with one user, from a package that may be unpacked only. Where it asks who may log in is built
/// into it, so that it sees a folder of ours in that place.
/// </summary>
public sealed class CourierServer : IDisposable
{
    /// <summary>The program that takes a login.</summary>
    public const string Login = "courier/courier/imaplogin";

    public const string UserName = "alice";

    public const string Password = "interop";

    private const string Offer = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly CourierLogins _logins;
    private readonly List<ServerProcess> _processes = [];

    public CourierServer(TemporaryFolder folder, ServerCertificate certificate)
    {
        MailFolder = folder["courier/home/Maildir"];
        Directory.CreateDirectory(folder["courier/run/courier/authdaemon"]);
        foreach (var name in new[] { "", "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(MailFolder, name));
        _logins = new CourierLogins(folder["courier/run/courier/authdaemon/socket"], UserName, Password, folder["courier/home"]);
        Give(folder["courier/home"]);
        var pem = folder.Write("courier/server.pem", File.ReadAllText(certificate.CertificateFile) + File.ReadAllText(certificate.KeyFile));
        try
        {
            Start(folder, pem, ImapPort, isTls: false);
            Start(folder, pem, ImapsPort, isTls: true);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int ImapPort { get; } = ServerProcess.FindFreePort();

    public int ImapsPort { get; } = ServerProcess.FindFreePort();

    /// <summary>The user's Maildir.</summary>
    public string MailFolder { get; }

    /// <summary>Gives a folder with everything in it to the user that mail belongs to.</summary>
    public static void Give(string folder)
    {
        using var process = Process.Start("chown", ["-R", $"{DovecotServer.MailUser}:{DovecotServer.MailUser}", folder]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{folder} could not be given to the user of mail.");
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _logins.Dispose();
    }

    private void Start(TemporaryFolder folder, string pem, int port, bool isTls)
    {
        var login = ServerPrograms.Locate(Login);
        var root = login[..^"/lib/courier/courier/imaplogin".Length];
        var environment = new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = root + "/lib",
            ["IMAP_CAPABILITY"] = Offer,
            ["IMAP_CAPABILITY_TLS"] = Offer + " AUTH=PLAIN",
            ["IMAP_KEYWORDS"] = "1",
            ["IMAP_USELOCKS"] = "1",
            [isTls ? "IMAP_TLS" : "IMAP_STARTTLS"] = isTls ? "1" : "YES",
            ["COURIERTLS"] = root + "/bin/couriertls",
            ["TLS_CERTFILE"] = pem,
            ["TLS_VERIFYPEER"] = "NONE",
            ["MAILDIRPATH"] = "Maildir",
        };
        string[] tls = isTls ? [root + "/bin/couriertls", "-server", "-tcpd"] : [];
        var process = ServerProcess.Start(
            "unshare",
            [
                "--mount", "sh", "-c", "mount --bind \"$0\" /run && exec \"$@\"", folder["courier/run"],
                root + "/sbin/couriertcpd", "-address=127.0.0.1", "-maxprocs=100", "-maxperip=100", "-nodnslookup",
                "-noidentlookup", $"{port}",
                .. tls, login, root + "/bin/imapd", "Maildir",
            ],
            environment: environment);
        _processes.Add(process);
        process.WaitForPort(port, StartTimeout);
    }
}
