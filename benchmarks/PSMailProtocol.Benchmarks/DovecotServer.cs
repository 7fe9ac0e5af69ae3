using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Threading;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// A Dovecot on loopback, by POP3 and IMAP. Every user's password is <c>x</c>. Dovecot has to be installed, and only root can start it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DovecotServer : IDisposable
{
    private const string Program = "/usr/sbin/dovecot";
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private DovecotServer(DirectoryInfo folder)
    {
        _folder = folder;
        (Pop3Port, ImapPort) = (FindFreePort(), FindFreePort());
        _process = Run();
    }

    /// <summary>Whether it can be started here.</summary>
    public static bool IsAvailable => File.Exists(Program) && Environment.IsPrivilegedProcess;

    public int Pop3Port { get; }

    public int ImapPort { get; }

    /// <summary>Starts a server with the messages of some users.</summary>
    public static DovecotServer Start(params (string User, IEnumerable<byte[]> Messages)[] users)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("PSMailProtocol-benchmark-");
        File.SetUnixFileMode(folder.FullName, Everybody);
        foreach (var (user, messages) in users)
            Fill(folder, user, messages);
        return new DovecotServer(folder);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Fill(DirectoryInfo folder, string user, IEnumerable<byte[]> messages)
    {
        foreach (string name in new[] { "", "cur", "new", "tmp" })
            File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(folder.FullName, "mail", user, name)).FullName, Everybody);
        File.SetUnixFileMode(Path.Combine(folder.FullName, "mail"), Everybody);
        int n = 0;
        foreach (byte[] message in messages)
        {
            string file = Path.Combine(folder.FullName, "mail", user, "cur", $"{1_700_000_000 + ++n}.{n}.host:2,");
            File.WriteAllBytes(file, message);
            File.SetUnixFileMode(file, Everybody);
        }
    }

    private Process Run()
    {
        string configuration = Path.Combine(_folder.FullName, "dovecot.conf");
        File.WriteAllText(configuration, $$"""
            protocols = pop3 imap
            listen = 127.0.0.1
            base_dir = {{_folder.FullName}}/run
            state_dir = {{_folder.FullName}}/state
            log_path = {{_folder.FullName}}/dovecot.log
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{_folder.FullName}}/mail/%n
            first_valid_uid = 1
            passdb {
              driver = static
              args = password=x
            }
            userdb {
              driver = static
              args = uid=8 gid=8 home={{_folder.FullName}}/mail/%n
            }
            service pop3-login {
              inet_listener pop3 {
                port = {{Pop3Port}}
              }
              inet_listener pop3s {
                port = 0
              }
            }
            service imap-login {
              inet_listener imap {
                port = {{ImapPort}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service stats {
              chroot =
            }

            """);
        Process server = Process.Start(new ProcessStartInfo(Program, ["-F", "-c", configuration]) { UseShellExecute = false })
            ?? throw new InvalidOperationException("Dovecot did not start.");
        for (var clock = Stopwatch.StartNew(); !Accepts(Pop3Port) || !Accepts(ImapPort); Thread.Sleep(20))
        {
            if (server.HasExited || clock.Elapsed > TimeSpan.FromSeconds(30))
                throw new InvalidOperationException("Dovecot does not listen.");
        }

        return server;
    }

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FindFreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
