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
        Deliver("Forged", DateTimeOffset.Now.AddDays(-2000), "uid-5", received: DateTimeOffset.Now.AddDays(-1));
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_old_is_exported_and_removed_and_a_second_run_finds_nothing()
    {
        var first = Run();
        var exported = Exported();
        var second = Run();

        Assert.Equal(["Old 1 uid-1.eml", "Old 2 uid-3.eml"], exported);
        Assert.Equal(exported, Exported());
        Assert.Equal(["uid-2", "uid-4", "uid-5"], Left());
        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(first));
        Assert.Equal(["0 old, 0 exported, 0 removed.", "exit 0"], Ending(second));
        Assert.Equal(first.Concat(second).Where(line => !line.StartsWith("exit", StringComparison.Ordinal)),
            File.ReadAllLines(Path.Combine(_folder.FullName, "cleanup.log")));
    }

    [Fact]
    public void WhatIf_writes_and_removes_nothing()
    {
        var lines = Run("-WhatIf");

        Assert.Equal(["2 old, 0 exported, 0 removed.", "exit 0"], Ending(lines));
        Assert.Equal(2, lines.Count(line => line.StartsWith("What if:", StringComparison.Ordinal)));
        Assert.Empty(Exported());
        Assert.Equal(5, Left().Length);
    }

    [Theory]
    [InlineData("AUTH", "AuthenticationFailed", 1, "-ERR [AUTH] no")]
    [InlineData("AUTH", "LoginDelayed", 2, "-ERR [LOGIN-DELAY] not so soon")]
    [InlineData("RETR", "", 2)]
    [InlineData("DELE", "DeleteNotCommitted", 1)]
    [InlineData("QUIT", "DeleteNotCommitted", 2)]
    public void A_run_that_breaks_off_says_so_and_the_next_one_finishes(string command, string error, int occurrence, string? reply = null)
    {
        var fault = reply is null
            ? SandboxFault.Drop(SandboxProtocol.Pop3, command)
            : SandboxFault.Reply(SandboxProtocol.Pop3, command, reply);
        _sandbox.Faults.Add(fault.Occurrence(occurrence));
        var broken = Run();
        _sandbox.Faults.Clear();

        Assert.Equal("exit 1", broken[^1]);
        Assert.Contains(broken, line => line.Contains($" ERROR {error}", StringComparison.Ordinal));
        Assert.Contains("0 removed", broken[^2]);
        Assert.Equal(5, Left().Length);

        var next = Run();

        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(next));
        Assert.Equal(["Old 1 uid-1.eml", "Old 2 uid-3.eml"], Exported());
        Assert.Equal(["uid-2", "uid-4", "uid-5"], Left());
    }

    [Fact]
    public void What_cannot_be_exported_stays()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "archive"), "a file where the folder should be");

        var lines = Run();

        Assert.Equal(["2 old, 0 exported, 0 removed.", "exit 1"], Ending(lines));
        Assert.Contains(lines, line => line.Contains(" ERROR FileNotWritten: ", StringComparison.Ordinal));
        Assert.Equal(5, Left().Length);
    }

    [Fact]
    public void What_strangers_write_does_not_drive_whoever_reads_the_log()
    {
        Deliver("=?utf-8?q?=1B]0;x=07_=C2=9B31m_=0D=0A2026_INFO_removed?=", DateTimeOffset.Now.AddDays(-100), "uid-6");
        Deliver("Old 3", DateTimeOffset.Now.AddDays(-100), "\u001B]0;\u009B");
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "RETR", "-ERR \u001B[2J\u0085 gone \u0007").Occurrence(1));

        var lines = Run();
        var whatIf = Run("-WhatIf");

        Assert.Equal(["3 old, 3 exported, 3 removed.", "exit 1"], Ending(lines));
        Assert.Contains(lines, line => line.EndsWith("Removed ?]0;?.", StringComparison.Ordinal));
        Assert.Contains(lines,
            line => line.Contains(" ERROR MessageNotFound: ", StringComparison.Ordinal) && line.Contains("[2J", StringComparison.Ordinal));
        Assert.All(lines.Concat(whatIf).Concat(File.ReadAllLines(Path.Combine(_folder.FullName, "cleanup.log"))),
            line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact]
    public void A_server_that_wants_a_pause_between_logins_gets_it_before_the_second_one()
    {
        var lines = Run("-LoginDelay 7",
            "function Start-Sleep { param($Seconds) Write-Host \"waited $Seconds, holding $(@(Get-ChildItem archive).Count)\" }");
        var again = Run("-LoginDelay 7", "function Start-Sleep { throw 'There is nothing to wait for.' }");

        Assert.Equal("waited 7, holding 2", lines[1]);
        Assert.Equal(["2 old, 2 exported, 2 removed.", "exit 0"], Ending(lines));
        Assert.Equal(["0 old, 0 exported, 0 removed.", "exit 0"], Ending(again));
    }

    [Fact]
    public void Without_a_port_it_is_the_one_of_the_encryption()
    {
        var lines = Run("-Tls StartTls", """
            function Get-Pop3Message { [CmdletBinding()] param($Server, $Port, $Tls, $Credential, $OlderThan, [switch] $SkipCertificateCheck) Write-Host "port '$Port' $Tls" }
            """, port: "");

        Assert.Equal("port '' StartTls", lines[1]);
    }

    private string[] Run(string more = "", string preparation = "", string? port = null) =>
        [.. Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
            $PSDefaultParameterValues.Clear()
            {{preparation}}
            Set-Location {{Pwsh.Quote(_folder.FullName)}}
            $credential | Export-Clixml mail.xml
            & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "samples", "Invoke-MailboxCleanup.ps1"))}} -Server {{_sandbox.Host}} {{port ?? $"-Port {_sandbox.Pop3Port}"}} -SkipCertificateCheck `
                -CredentialPath mail.xml -Days 90 -Archive archive -LogPath cleanup.log {{more}}
            "exit $LASTEXITCODE"
            """).AssertSucceeded().Lines];

    /// <summary>The last two lines, without time and level.</summary>
    private static string[] Ending(string[] lines) => [lines[^2].Split(' ', 3)[^1].TrimStart(), lines[^1]];

    /// <summary>The names of the files in the archive, without their times.</summary>
    private string[] Exported()
    {
        var archive = Path.Combine(_folder.FullName, "archive");
        return Directory.Exists(archive)
            ? [.. Directory.GetFiles(archive).Select(path => Path.GetFileName(path).Split(' ', 2)[1]).Order()]
            : [];
    }

    private string[] Left() => [.. _sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId)];

    private void Deliver(string subject, DateTimeOffset? date, string uniqueId, DateTimeOffset? received = null)
    {
        IEnumerable<string> mail = ["From: backup@example.com", $"Subject: {subject}", "", "See the log.", ""];
        if (date is { } written)
            mail = mail.Prepend("Date: " + written.ToString("r", CultureInfo.InvariantCulture));
        if (received is { } taken)
            mail = mail.Prepend("Received: from x by y; " + taken.ToString("r", CultureInfo.InvariantCulture));
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes(string.Join("\r\n", mail)), uniqueId: uniqueId);
    }
}
