using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Samples;

/// <summary>The scheduled cleanup of samples/, over the sandbox and over what goes wrong there.</summary>
public sealed class MailboxCleanupTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    public MailboxCleanupTests()
    {
        Deliver("Old 1", DateTimeOffset.Now.AddDays(-100), "uid-1");
        Deliver("New", DateTimeOffset.Now.AddDays(-80), "uid-2");
        Deliver("Old 2", DateTimeOffset.Now.AddDays(-91), "uid-3");
        Deliver("Undated", null, "uid-4");
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [PwshFact]
    public void What_is_old_is_exported_and_removed_and_a_second_run_finds_nothing()
    {
        var first = Run();
        var exported = Exported();
        var second = Run();

        Assert.Equal(["Old 1 uid-1.eml", "Old 2 uid-3.eml"], exported);
        Assert.Equal(exported, Exported());
        Assert.Equal(["uid-2", "uid-4"], Left());
        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(first));
        Assert.Equal(["0 old, 0 exported, 0 removed.", "exit 0"], Ending(second));
        Assert.Equal(first.Concat(second).Where(line => !line.StartsWith("exit", StringComparison.Ordinal)), File.ReadAllLines(Path.Combine(_folder.FullName, "cleanup.log")));
    }

    [PwshFact]
    public void WhatIf_writes_and_removes_nothing()
    {
        var lines = Run("-WhatIf");

        Assert.Equal(["2 old, 0 exported, 0 removed.", "exit 0"], Ending(lines));
        Assert.Equal(2, lines.Count(line => line.StartsWith("What if:", StringComparison.Ordinal)));
        Assert.Empty(Exported());
        Assert.Equal(4, Left().Length);
    }

    [PwshTheory]
    [InlineData("AUTH", "AuthenticationFailed", 1)]
    [InlineData("RETR", "", 2)]
    [InlineData("DELE", "DeleteNotCommitted", 1)]
    [InlineData("QUIT", "DeleteNotCommitted", 3)]
    public void A_run_that_breaks_off_says_so_and_the_next_one_finishes(string command, string error, int occurrence)
    {
        var fault = command == "AUTH"
            ? SandboxFault.Reply(SandboxProtocol.Pop3, command, "-ERR [AUTH] no")
            : SandboxFault.Drop(SandboxProtocol.Pop3, command).Occurrence(occurrence);
        _sandbox.Faults.Add(fault);
        var broken = Run();
        _sandbox.Faults.Clear();

        Assert.Equal("exit 1", broken[^1]);
        Assert.Contains(broken, line => line.Contains($" ERROR {error}", StringComparison.Ordinal));
        Assert.Contains("0 removed", broken[^2]);
        Assert.Equal(4, Left().Length);

        var next = Run();

        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(next));
        Assert.Equal(["Old 1 uid-1.eml", "Old 2 uid-3.eml"], Exported());
        Assert.Equal(["uid-2", "uid-4"], Left());
    }

    [PwshFact]
    public void What_cannot_be_exported_stays()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "archive"), "a file where the folder should be");

        var lines = Run();

        Assert.Equal(["2 old, 0 exported, 0 removed.", "exit 1"], Ending(lines));
        Assert.Contains(lines, line => line.Contains(" ERROR FileNotWritten: ", StringComparison.Ordinal));
        Assert.Equal(4, Left().Length);
    }

    private string[] Run(string more = "") => [.. Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
        $PSDefaultParameterValues.Clear()
        Set-Location {{Pwsh.Quote(_folder.FullName)}}
        $credential | Export-Clixml mail.xml
        & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "samples", "Invoke-MailboxCleanup.ps1"))}} -Server {{_sandbox.Host}} -Port {{_sandbox.Pop3Port}} -SkipCertificateCheck `
            -CredentialPath mail.xml -Days 90 -Archive archive -LogPath cleanup.log {{more}}
        "exit $LASTEXITCODE"
        """).AssertSucceeded().Lines];

    /// <summary>The last two lines, without time and level.</summary>
    private static string[] Ending(string[] lines) => [lines[^2].Split(' ', 3)[^1].TrimStart(), lines[^1]];

    /// <summary>The names of the files in the archive, without their times.</summary>
    private string[] Exported()
    {
        var archive = Path.Combine(_folder.FullName, "archive");
        return Directory.Exists(archive) ? [.. Directory.GetFiles(archive).Select(path => Path.GetFileName(path).Split(' ', 2)[1]).Order()] : [];
    }

    private string[] Left() => [.. _sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId)];

    private void Deliver(string subject, DateTimeOffset? date, string uniqueId)
    {
        IEnumerable<string> mail = ["From: backup@example.com", $"Subject: {subject}", "", "See the log.", ""];
        if (date is { } written)
            mail = mail.Prepend("Date: " + written.ToString("r", CultureInfo.InvariantCulture));
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes(string.Join("\r\n", mail)), uniqueId: uniqueId);
    }
}
