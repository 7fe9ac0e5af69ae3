using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Module.Tests;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>The scheduled cleanup of samples/ against a real Dovecot, over POP3 and over IMAP, with TLS.</summary>
public sealed class MailboxCleanupTests : IDisposable
{
    private const string Password = "interop pass\"word\\";
    private const int Old = 20;
    private const int New = 3;

    private static readonly IEnumerable<string> Staying = [.. Enumerable.Repeat("New", New).Prepend("Forged")];

    private readonly TemporaryFolder _folder = new();
    private ServerCertificate? _certificate;
    private DovecotServer? _dovecot;

    public void Dispose()
    {
        _dovecot?.Dispose();
        _folder.Dispose();
    }

    [ServerTheory("dovecot")]
    [InlineData("Pop3")]
    [InlineData("Imap")]
    public void The_first_run_exports_and_removes_what_is_old_and_the_second_does_nothing(string protocol)
    {
        Start();
        Fill();

        var first = Run(protocol);
        Assert.Equal([$"{Old} old, {Old} exported, {Old} removed.", "exit 0"], Ending(first));
        var exported = Exported();
        Assert.Equal(Old, exported.Count);
        Assert.All(exported, file => Assert.Equal(Mail(file.Key, old: true), file.Value));
        Assert.Equal(Staying, Left());

        Assert.Equal(["0 old, 0 exported, 0 removed.", "exit 0"], Ending(Run(protocol)));
        Assert.Equal(exported, Exported());
        Assert.Equal(Staying, Left());
    }

    [ServerTheory("dovecot")]
    [InlineData("Pop3")]
    [InlineData("Imap")]
    public async Task With_the_server_stopped_midway_it_reports_and_the_next_run_finishes(string protocol)
    {
        Start();
        Fill();

        // Behind the first exported message the script waits until the server is gone.
        using var watcher = new FileSystemWatcher(_folder.Path, "stop");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => asked.TrySetResult();
        watcher.EnableRaisingEvents = true;
        var stopping = asked.Task.ContinueWith(
            _ =>
            {
                _dovecot!.Dispose();
                File.WriteAllText(_folder["stopped"], "");
            },
            TaskScheduler.Default);
        var broken = await Task.Run(() => Run(protocol, """
            function Export-MailMessage {
                [CmdletBinding()]
                param([Parameter(ValueFromPipeline)] $InputObject, $Destination, [switch] $PassThru)
                process {
                    PSMailProtocol\Export-MailMessage -InputObject $InputObject -Destination $Destination -PassThru:$PassThru
                    if (-not (Test-Path stop)) { New-Item stop | Out-Null }
                    while (-not (Test-Path stopped)) { }
                }
            }

            """));
        await stopping;

        Assert.Equal("exit 1", broken[^1]);
        Assert.Contains("0 removed", broken[^2]);
        Assert.Contains(broken, line => line.Contains(" ERROR Conn", StringComparison.Ordinal));
        Assert.InRange(Exported().Count, 1, Old);
        Assert.Equal(Old + Staying.Count(), Left().Length);

        Start();
        var next = Run(protocol);

        Assert.Equal([$"{Old} old, {Old} exported, {Old} removed.", "exit 0"], Ending(next));
        Assert.Equal(Old, Exported().Count);
        Assert.Equal(Staying, Left());
    }

    private void Start()
    {
        _certificate ??= new ServerCertificate(_folder);
        _dovecot = new DovecotServer(_folder, _certificate, ("alice", Password));
    }

    private string[] Run(string protocol, string preparation = "")
    {
        // The machine is told to trust the server's certificate, so every check of it is on.
        var environment = new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = _certificate!.CertificateFile,
            ["MAIL_PASSWORD"] = Password,
        };
        return [.. Pwsh.Run($$"""
            Set-Location {{Pwsh.Quote(_folder.Path)}}
            [pscredential]::new('alice', (ConvertTo-SecureString $env:MAIL_PASSWORD -AsPlainText -Force)) | Export-Clixml mail.xml
            {{preparation}}
            & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "samples", "Invoke-MailboxCleanup.ps1"))}} -Protocol {{protocol}} -Server localhost -Port {{(protocol == "Imap" ? _dovecot!.ImapsPort : _dovecot!.Pop3sPort)}} -Tls Implicit `
                -CredentialPath mail.xml -Days 90 -Archive archive -LogPath cleanup.log
            "exit $LASTEXITCODE"
            """, environment).AssertSucceeded().Lines];
    }

    /// <summary>The last two lines, without time and level.</summary>
    private static string[] Ending(string[] lines) => [lines[^2].Split(' ', 3)[^1].TrimStart(), lines[^1]];

    /// <summary>The exported messages by their subjects.</summary>
    private SortedDictionary<string, string> Exported() => new(
        Directory.GetFiles(_folder["archive"]).Select(File.ReadAllText).ToDictionary(SubjectOf),
        StringComparer.Ordinal);

    /// <summary>The first words of the subjects that the server still has.</summary>
    private string[] Left() =>
        [.. Directory.GetFiles(Path.Combine(_dovecot!.MailFolder, "alice", "new"))
            .Concat(Directory.GetFiles(Path.Combine(_dovecot.MailFolder, "alice", "cur")))
            .Select(path => SubjectOf(File.ReadAllText(path)).Split(' ')[0])
            .Order(StringComparer.Ordinal)];

    private static string SubjectOf(string mail) => mail.Split("Subject: ", 2)[1].Split('\n', 2)[0].TrimEnd();

    /// <summary>Puts mail into the Maildir as a delivery agent would, for the user that Dovecot runs as.</summary>
    private void Fill()
    {
        foreach (var name in new[] { "", "tmp", "cur", "new" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_dovecot!.MailFolder, "alice", name)).FullName;
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }

        foreach (var (subject, old) in Enumerable.Range(1, Old).Select(n => ($"Old {n:00}", true))
            .Concat(Enumerable.Range(1, New).Select(n => ($"New {n:00}", false))).Append(("Forged", true)))
        {
            var file = Path.Combine(_dovecot!.MailFolder, "alice", "new", subject.Replace(' ', '.'));
            File.WriteAllText(file, Mail(subject, old));
            File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
            if (old && subject != "Forged")
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-100));
        }
    }

    /// <summary>The forged one claims to be as old as the old ones and has arrived just now.</summary>
    private static string Mail(string subject, bool old) =>
        (subject == "Forged"
            ? "Received: from sender.example by " +
                $"mail.interop.test;\r\n {DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture)}\r\n"
            : "") + string.Join("\r\n",
            "From: Backup <backup@example.com>",
            "To: alice@interop.test",
            $"Subject: {subject}",
            $"Date: {DateTimeOffset.UtcNow.Date.AddDays(old ? -100 : -10).ToString("r", CultureInfo.InvariantCulture)}",
            "",
            ".A line that begins with a dot, and one that begins with From:",
            "From the log",
            "");
}
