using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>The tour as a newcomer runs it, with and without PowerShell.</summary>
public class TourTests
{
    /// <summary>The program itself, copied here with its libraries by the reference to its project.</summary>
    private static readonly string Tour = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tour.exe" : "Tour");

    [Fact]
    public void Without_PowerShell_it_goes_through_the_core()
    {
        var (exitCode, output) = Run(new() { ["PATH"] = "" });

        Assert.True(exitCode == 0, output);
        Assert.Contains("through the protocol core", output);
        AssertComplete(output);
    }

    [PwshFact]
    public void With_PowerShell_it_goes_through_the_cmdlets()
    {
        var (exitCode, output) = Run(new() { ["PATH"] = Path.GetDirectoryName(Pwsh.Program!) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") });

        Assert.True(exitCode == 0, output);
        Assert.Contains("through the cmdlets", output);
        AssertComplete(output);
    }

    private static void AssertComplete(string output)
    {
        string[] parts = ["1. Send", "2. Resolve", "3. Read", "4. Save", "5. Read", "6. Remove", "C: EHLO", "S: 250", "C: AUTH PLAIN ********", "Every step checked out."];
        foreach (var part in parts)
            Assert.Contains(part, output);
        Assert.DoesNotContain("FAILED", output);
        Assert.DoesNotContain("tour-only", output);
    }

    private static (int ExitCode, string Output) Run(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Tour) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var variable in environment)
            start.Environment[variable.Key] = variable.Value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
