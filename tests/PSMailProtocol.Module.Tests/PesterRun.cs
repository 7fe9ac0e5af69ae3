using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;

namespace PSMailProtocol.Module.Tests;

/// <summary>What came of the tests in one Pester file, which had a PowerShell process of its own.</summary>
/// <param name="Total">How many tests the file has.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed, those among them whose block failed before they could run.</param>
/// <param name="NotRun">How many did not run although nothing says that they should not.</param>
/// <param name="Skipped">The full names of those that were skipped.</param>
/// <param name="Failures">What is to be read of each failure of a test, a block or the file: its name, the message and the line.</param>
internal sealed record PesterRun(int Total, int Passed, int Failed, int NotRun, string[] Skipped, string[] Failures)
{
    private const string RunnerFile = "Invoke-PesterFile.ps1";

    /// <summary>
    /// Names a file to which each run adds its counts, for whoever wants the single tests and not the files; see .ci/run.
    /// </summary>
    private const string CountsVariable = "PESTER_COUNTS";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    private static readonly object CountsGate = new();

    /// <summary>The folder of the Pester files.</summary>
    public static string Folder { get; } = Path.Combine(Pwsh.Root, "tests", "PSMailProtocol.Module.Tests");

    /// <summary>Runs a file to its end.</summary>
    /// <param name="file">The path of the file.</param>
    /// <exception cref="InvalidOperationException">PowerShell or Pester gave up; the message has what was written.</exception>
    public static PesterRun Of(string file)
    {
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var resultFile = Path.Combine(folder.FullName, "result.json");
            var process = Pwsh.RunFile(
                Path.Combine(Folder, RunnerFile), ["-Path", file, "-Pester", PesterManifest, "-ResultFile", resultFile],
                folder.FullName, Deadline);
            return File.Exists(resultFile) && process.ExitCode == 0
                ? JsonSerializer.Deserialize<PesterRun>(File.ReadAllText(resultFile), JsonSerializerOptions.Web)!
                : throw new InvalidOperationException(
                    $"{file} did not run to its end ({process.ExitCode}).\n{process.Output}\n{process.Error}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Whether nothing is wrong: a test there is, each ran and passed, or is one that may be skipped.</summary>
    /// <param name="mayBeSkipped">Full names of tests.</param>
    public bool IsGood(IReadOnlyCollection<string> mayBeSkipped) =>
        Total > 0 && Failures.Length == 0 && Failed == 0 && NotRun == 0 && !Skipped.Except(mayBeSkipped).Any()
            && Passed + Skipped.Length == Total;

    /// <summary>All that is wrong, for a person.</summary>
    /// <param name="mayBeSkipped">Full names of tests.</param>
    public string Describe(IReadOnlyCollection<string> mayBeSkipped) => string.Join("\n\n",
        [
            $"{Passed} of {Total} tests passed, {Failed} failed, {NotRun} did not run, {Skipped.Length} were skipped.",
            .. Failures,
            .. Skipped.Except(mayBeSkipped).Select(name => $"{name} was skipped and is not among those that may be."),
        ]);

    /// <summary>Adds the counts to the file that the environment names, if it names one.</summary>
    public void AddCounts(string file, bool isGood)
    {
        if (Environment.GetEnvironmentVariable(CountsVariable) is not { Length: > 0 } counts)
            return;
        lock (CountsGate)
            File.AppendAllText(counts, $"{Passed} {Failed} {Skipped.Length} {(isGood ? "good" : "bad")} {Path.GetFileName(file)}\n");
    }

    /// <summary>The Pester that the build downloads.</summary>
    public static string PesterManifest =>
        typeof(PesterRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Pester").Value!;
}
