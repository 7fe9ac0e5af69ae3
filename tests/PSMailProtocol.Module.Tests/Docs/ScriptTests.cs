using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Docs;

/// <summary>What the pages tell people to type can be typed.</summary>
public class ScriptTests
{
    // The parser finds what is no PowerShell, the command table what is no parameter of ours.
    private const string Check = """
        $calls = 0
        foreach ($file in Get-ChildItem *.block | Sort-Object Name) {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$errors)
            foreach ($e in $errors) { "$($file.Name): $($e.Message)" }
            foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $command = Get-Command $call.GetCommandName() -Module PSMailProtocol -ErrorAction Ignore
                if (-not $command) { continue }
                $calls++
                foreach ($parameter in $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                    try { $null = $command.ResolveParameter($parameter.ParameterName) } catch { "$($file.Name): $command -$($parameter.ParameterName)" }
                }
            }
        }
        "$calls calls"
        """;

    [Fact]
    public void Every_PowerShell_block_of_every_page_parses_and_names_parameters_that_exist()
    {
        var blocks =
            from page in MarkdownPage.All()
            from block in page.Code("powershell").Select((code, i) => (Name: $"{Path.GetFileName(page.Path)}.{i + 1}.block", Code: code))
            select $"Set-Content -LiteralPath {Pwsh.Quote(block.Name)} -Value {Pwsh.Quote(block.Code)}\n";

        var lines = Pwsh.Run(string.Concat(blocks) + Check).AssertSucceeded().Lines;

        var calls = Assert.Single(lines);
        Assert.True(int.Parse(calls.Split(' ')[0], null) >= 5, calls);
    }

    [Fact]
    public void The_three_jobs_of_the_README_run_as_they_are_printed()
    {
        using var sandbox = MailSandbox.Start();
        var mailbox = sandbox.Mailbox("alice");
        mailbox.Deliver(Mail("Backup: failure", "Wed, 1 Jan 2020 12:00:00 +0000"));
        mailbox.Deliver(Mail("Backup: success", "Wed, 1 Jan 2020 12:00:00 +0000"));
        mailbox.Deliver(Mail("Backup: of today", DateTimeOffset.Now.ToString("r", null)));
        var jobs = MarkdownPage.Open("README.md").Code("powershell", "The three jobs");
        var script = SandboxScript.Connect(sandbox) + """
            $ErrorActionPreference = 'Stop'
            $sandboxCredential = $credential
            function Get-Credential { $sandboxCredential }
            Set-Content backup.log 'all is well'

            """ + string.Concat(jobs).Replace("mail.example.com", sandbox.Host, StringComparison.Ordinal) + """
            Get-Content failures.csv
            """;

        var output = Pwsh.Run(script).AssertSucceeded().Output;

        Assert.Equal(3, jobs.Count);
        Assert.Equal(["ops@example.com"], Assert.Single(sandbox.Accepted).Recipients);
        Assert.Contains("2 of 2 removed", output);
        Assert.Contains("Backup: failure", output);
        Assert.DoesNotContain("Backup: success", output);
        Assert.Contains("Backup: of today", Encoding.ASCII.GetString(Assert.Single(mailbox.Messages).Octets));
    }

    private static byte[] Mail(string subject, string date) =>
        Encoding.ASCII.GetBytes($"From: backup@example.com\r\nTo: alice@sandbox.test\r\nSubject: {subject}\r\nDate: {date}\r\n\r\nSee the log.\r\n");
}
