using System;
using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Module.Tests.Samples;

/// <summary>
/// The samples that test a script: the Pester file, and the workflow that runs it. The shell script is run by the page that names it.
/// </summary>
public class TestingSampleTests
{
    private static readonly string Folder = Path.Combine(Pwsh.Root, "samples", "Testing");

    [Fact]
    public void The_workflow_on_the_page_is_the_one_in_the_sample_and_runs_the_Pester_file()
    {
        var workflow = File.ReadAllText(Path.Combine(Folder, "backup-report.yml"));
        var page = File.ReadAllText(Path.Combine(Pwsh.Root, "docs", "testing.md"));
        var step = workflow[workflow.IndexOf("      - name: Test", StringComparison.Ordinal)..];
        Assert.Contains(step, page);

        // What a runner would run, in a place where the module is there already, with the Pester of the tests.
        var run = string.Join("\n", step[(step.IndexOf("run: |", StringComparison.Ordinal) + 6)..].Split('\n').Select(line => line.Trim()));
        var result = Pwsh.Run($$"""
            Import-Module {{Pwsh.Quote(PesterRun.PesterManifest)}}
            function Get-Module { if ($args -contains '-ListAvailable') { 'there' } else { Microsoft.PowerShell.Core\Get-Module @args } }
            $null = New-Item samples -ItemType Directory
            Copy-Item {{Pwsh.Quote(Folder)}} samples -Recurse
            {{run}}
            """);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Tests Passed: 5, Failed: 0", result.Output);
    }
}
