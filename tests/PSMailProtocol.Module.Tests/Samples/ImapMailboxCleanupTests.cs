using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Samples;

/// <summary>The scheduled cleanup of samples/ by IMAP: run twice, over what goes wrong, and killed midway.</summary>
public sealed class ImapMailboxCleanupTests : IDisposable
{
    private static readonly string[] Old = ["Old 1 1.eml", "Old 2 3.eml"];

    private readonly MailSandbox _sandbox = MailSandbox.Start();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    public ImapMailboxCleanupTests()
    {
        Deliver("Old 1", DateTimeOffset.Now.AddDays(-100));
        Deliver("New", DateTimeOffset.Now.AddDays(-80));
        Deliver("Old 2", DateTimeOffset.Now.AddDays(-91));
        Deliver("Forged", DateTimeOffset.Now.AddDays(-2000), received: DateTimeOffset.Now.AddDays(-1));
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_old_is_exported_and_removed_and_a_second_run_finds_nothing()
    {
        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(Run()));
        Assert.Equal(Old, Exported());
        Assert.Equal(["2", "4"], Left());
        Assert.Equal(["0 old, 0 exported, 0 removed.", "exit 0"], Ending(Run()));
        Assert.Equal(Old, Exported());
    }

    [Fact]
    public void WhatIf_writes_and_removes_nothing()
    {
        Assert.Equal(["2 old, 0 exported, 0 removed.", "exit 0"], Ending(Run("-WhatIf")));
        Assert.Empty(Exported());
        Assert.Equal(4, Left().Length);
    }

    [Theory]
    [InlineData("UID SEARCH", 1)]
    [InlineData("UID FETCH", 3)]
    [InlineData("SELECT", 1)]
    [InlineData("UID STORE", 1)]
    [InlineData("UID EXPUNGE", 1)]
    public void A_run_that_breaks_off_says_so_and_the_next_one_finishes(string command, int occurrence)
    {
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Imap, command).Occurrence(occurrence));
        var broken = Run();
        _sandbox.Faults.Clear();

        Assert.True(broken[^1] == "exit 1" || Left().Length == 2, string.Join('\n', broken));
        Run();
        Assert.Equal(Old, Exported());
        Assert.Equal(["2", "4"], Left());
    }

    [Theory]
    [InlineData("UID FETCH", 3)]
    [InlineData("SELECT", 1)]
    [InlineData("UID STORE", 1)]
    [InlineData("UID EXPUNGE", 1)]
    public void A_run_that_is_killed_loses_nothing_and_the_next_one_finishes(string command, int occurrence)
    {
        var id = Path.Combine(_folder.FullName, "id");
        _sandbox.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Imap, command, () =>
        {
            using var process = Process.GetProcessById(int.Parse(File.ReadAllText(id), CultureInfo.InvariantCulture));
            process.Kill();
            process.WaitForExit();
        }).Occurrence(occurrence));

        var killed = Start($"$PID | Set-Content {Pwsh.Quote(id)}", "");

        Assert.NotEqual(0, killed.ExitCode);
        Assert.DoesNotContain("exit", killed.Output, StringComparison.Ordinal);
        Assert.True(_sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.All(new[] { ("1", Old[0]), ("3", Old[1]) },
            old => Assert.True(Left().Contains(old.Item1) || Exported().Contains(old.Item2)));
        _sandbox.Faults.Clear();

        Assert.Equal("exit 0", Run()[^1]);
        Assert.Equal(Old, Exported());
        Assert.Equal(["2", "4"], Left());
    }

    private string[] Run(string more = "") => [.. Start("", more).AssertSucceeded().Lines];

    private PwshResult Start(string preparation, string more) => Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
        $PSDefaultParameterValues.Clear()
        {{preparation}}
        Set-Location {{Pwsh.Quote(_folder.FullName)}}
        $credential | Export-Clixml mail.xml
        & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "samples", "Invoke-MailboxCleanup.ps1"))}} -Protocol Imap -Server {{_sandbox.Host}} -Port {{_sandbox.ImapPort}} -SkipCertificateCheck `
            -CredentialPath mail.xml -Days 90 -Archive archive -LogPath cleanup.log {{more}}
        "exit $LASTEXITCODE"
        """);

    /// <summary>The last two lines, without time and level.</summary>
    private static string[] Ending(string[] lines) => [lines[^2].Split(' ', 3)[^1].TrimStart(), lines[^1]];

    /// <summary>
    /// The names of the files in the archive, without their times and UIDVALIDITY. What a run that is killed leaves unfinished has another
    /// ending.
    /// </summary>
    private string[] Exported()
    {
        var archive = Path.Combine(_folder.FullName, "archive");
        return Directory.Exists(archive)
            ? [.. Directory.GetFiles(archive, "*.eml")
                .Select(path => Regex.Replace(Path.GetFileName(path).Split(' ', 2)[1], @"\d+-(\d+)\.eml$", "$1.eml")).Order()]
            : [];
    }

    private string[] Left() =>
        [.. _sandbox.Mailbox("alice").Messages.Select(message => message.Uid.ToString(CultureInfo.InvariantCulture))];

    private void Deliver(string subject, DateTimeOffset date, DateTimeOffset? received = null) => _sandbox.Mailbox("alice").Deliver(
        Encoding.ASCII.GetBytes(
            $"Date: {date.ToString("r", CultureInfo.InvariantCulture)}\r\nFrom: backup@example.com\r\nSubject: {subject}\r\n\r\nSee the " +
            "log.\r\n"), received ?? date);
}
