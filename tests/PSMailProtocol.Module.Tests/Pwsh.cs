using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using PSMailProtocol.Tools;

namespace PSMailProtocol.Module.Tests;

/// <summary>Runs scripts in a PowerShell process of their own, with the built module imported.</summary>
public static class Pwsh
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(15);

    private const string Prologue = """
        [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
        $ProgressPreference = 'SilentlyContinue'
        Import-Module -Name '{0}' -ErrorAction Stop

        """;

    /// <summary>The folder of the checkout.</summary>
    public static string Root => Checkout.Root;

    /// <summary>The manifest that <see cref="Run"/> imports.</summary>
    public static string Manifest => Checkout.Manifest;

    /// <summary>Writes a text as a PowerShell literal, quotes and all.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs a script in a new process, in which the module is imported and progress bars are off.</summary>
    /// <param name="script">The script; it runs in a file of its own in an empty folder that is also the location.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    /// <param name="deadline">After which the process is killed; fifteen minutes if it is not given.</param>
    /// <param name="manifest">The manifest to import in place of the checkout's.</param>
    /// <exception cref="TimeoutException">The deadline is over; the message has what was written until then.</exception>
    public static PwshResult Run(
        string script,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? deadline = null,
        string? manifest = null)
    {
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.ps1");
            var prologue = string.Format(null, Prologue, (manifest ?? Manifest).Replace("'", "''", StringComparison.Ordinal));
            File.WriteAllText(file, prologue + script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            return RunFile(file, [], folder.FullName, deadline ?? DefaultDeadline, environment);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a script file in a new process.</summary>
    /// <param name="file">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="location">The folder in which it runs.</param>
    /// <param name="deadline">After which the process is killed.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    /// <exception cref="TimeoutException">The deadline is over; the message has what was written until then.</exception>
    public static PwshResult RunFile(
        string file, IEnumerable<string> arguments, string location, TimeSpan deadline,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = PowerShellProgram.Find().CreateStart(["-NoLogo", "-NoProfile", "-NonInteractive", "-File", file, .. arguments]);
        start.WorkingDirectory = location;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach (var variable in environment ?? new Dictionary<string, string>())
            start.Environment[variable.Key] = variable.Value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(deadline);
        if (!ended)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();

        var result = new PwshResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        return ended
            ? result
            : throw new TimeoutException(
                $"The script did not end within {deadline}.\n{FoundText.EndOf(result.Output)}\n{FoundText.EndOf(result.Error)}");
    }
}
