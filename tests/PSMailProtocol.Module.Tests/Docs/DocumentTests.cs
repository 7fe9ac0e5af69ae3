using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Module.Tests.Docs;

/// <summary>Every command of the README and of the pages in docs, in order and as it stands, in a fresh clone.</summary>
public class DocumentTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(40);

    [LinuxFact("The commands for a shell are those of bash.", "bash", "curl", "git")]
    public void Every_command_of_the_README_and_the_docs_runs_as_it_stands_in_a_fresh_clone()
    {
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var clone = Path.Combine(folder.FullName, "clone");
            Clone(clone);
            var environment = new Dictionary<string, string>
            {
                // Where -Task Install puts the module.
                ["XDG_DATA_HOME"] = Path.Combine(folder.FullName, "data"),
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
            };
            var script = Path.Combine(Pwsh.Root, "tests", "PSMailProtocol.Module.Tests", "Invoke-Document.ps1");
            foreach (var page in Pages(clone))
            {
                var result = Pwsh.RunFile(script, [clone, page], folder.FullName, Deadline, environment);
                Assert.True(result.ExitCode == 0, $"{page}\n{result.Output}\n{result.Error}");
                Assert.Contains($"== {page}: done", result.Output);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The README first, since it builds.</summary>
    private static IEnumerable<string> Pages(string clone) =>
        Directory.GetFiles(Path.Combine(clone, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => "docs/" + Path.GetFileName(file)).Prepend("README.md");

    /// <summary>Makes a clone, or where the checkout is no repository of Git a copy without what builds have made.</summary>
    private static void Clone(string destination)
    {
        if (!Path.Exists(Path.Combine(Pwsh.Root, ".git")))
        {
            Copy(new DirectoryInfo(Pwsh.Root), destination);
            return;
        }

        // The checkout may belong to another user.
        var start = new ProcessStartInfo("git", ["clone", "--quiet", "--no-hardlinks", Pwsh.Root, destination]);
        start.Environment["GIT_CONFIG_COUNT"] = "1";
        start.Environment["GIT_CONFIG_KEY_0"] = "safe.directory";
        start.Environment["GIT_CONFIG_VALUE_0"] = "*";
        using var git = Process.Start(start)!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.GetFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.GetDirectories()
            .Where(folder => folder.Name is not ("bin" or "obj" or "artifacts" or "en-US" or "formats")))
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
