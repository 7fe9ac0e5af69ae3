using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A Cyrus on loopback with one user and a quota, from a package that may be unpacked only.</summary>
public sealed class CyrusServer : IDisposable
{
    /// <summary>The program that starts and ends all others.</summary>
    public const string Master = "cyrus/bin/master";

    public const string PasswordProgram = "saslpasswd2";

    public const string UserName = "alice";

    public const string Password = "interop";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    public CyrusServer(TemporaryFolder folder, ServerCertificate certificate)
    {
        _folder = folder;
        foreach (var name in new[] { "cyrus/configuration", "cyrus/spool" })
            Give(Directory.CreateDirectory(folder[name]).FullName);
        Give(folder["cyrus"]);
        var key = folder["cyrus/server.key"];
        File.Copy(certificate.KeyFile, key);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var configuration = folder.Write("cyrus/imapd.conf", Configuration(certificate, key));
        SetPassword();
        _process = ServerProcess.Start(
            Master,
            ["-C", configuration, "-M", folder.Write("cyrus/cyrus.conf", Services(configuration)), "-p", folder["cyrus/master.pid"], "-D"],
            environment: Environment);
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

    /// <summary>Where the messages are, each in a file of its own.</summary>
    public string MailFolder => _folder["cyrus/spool"];

    /// <summary>Its libraries are beside its programs.</summary>
    private static Dictionary<string, string> Environment
    {
        get
        {
            var lib = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ServerPrograms.Locate(Master))!, "../.."));
            return new Dictionary<string, string>
            {
                ["LD_LIBRARY_PATH"] = string.Join(':', [lib, .. Directory.GetDirectories(lib, "*-linux-gnu*")]),
            };
        }
    }

    public void Dispose() => _process.Dispose();

    private static void Give(string path) => File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);

    /// <summary>Puts the user into the database that the server asks; it belongs to the realm of the machine's name.</summary>
    private void SetPassword()
    {
        var database = _folder["cyrus/sasldb"];
        var start = new ProcessStartInfo(ServerPrograms.Locate(PasswordProgram),
            ["-p", "-c", "-f", database, "-u", "interop.test", UserName])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(Password);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{PasswordProgram} ended with code {process.ExitCode}:\n{errors}");
        File.SetUnixFileMode(database, (UnixFileMode)0b110_110_110);
    }

    private string Services(string configuration)
    {
        var programs = Path.GetDirectoryName(ServerPrograms.Locate(Master));
        return $$"""
            START {
              recover cmd="{{programs}}/ctl_cyrusdb -C {{configuration}} -r"
            }
            SERVICES {
              imap cmd="{{programs}}/imapd -C {{configuration}}" listen="127.0.0.1:{{ImapPort}}"
              imaps cmd="{{programs}}/imapd -C {{configuration}} -s" listen="127.0.0.1:{{ImapsPort}}"
            }
            EVENTS {
            }

            """;
    }

    private string Configuration(ServerCertificate certificate, string key) => $$"""
        configdirectory: {{_folder["cyrus/configuration"]}}
        defaultpartition: default
        partition-default: {{MailFolder}}
        cyrus_user: mail
        servername: interop.test
        unixhierarchysep: yes
        altnamespace: yes
        allowplaintext: yes
        mailbox_legacy_dirs: yes
        munge8bit: no
        autocreate_quota: 102400
        autocreate_post: yes
        autocreate_inbox_folders: Drafts|Sent
        xlist-drafts: Drafts
        xlist-sent: Sent
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: {{_folder["cyrus/sasldb"]}}
        sasl_mech_list: PLAIN
        tls_server_cert: {{certificate.CertificateFile}}
        tls_server_key: {{key}}

        """;
}
