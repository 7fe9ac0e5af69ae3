using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>The tour as a newcomer runs it.</summary>
public class TourTests
{
    /// <summary>The program itself, copied here with its libraries by the reference to its project.</summary>
    private static readonly string Tour = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tour.exe" : "Tour");

    [Fact]
    public void It_goes_through_the_cmdlets()
    {
        var (exitCode, output, _) = Run([]);

        Assert.True(exitCode == 0, output);
        string[] parts = ["1. Send", "2. Resolve", "3. Read", "4. Save", "5. Read", "6. Remove", "C: EHLO", "S: 250",
            "C: AUTH PLAIN ********", "Every step checked out."];
        foreach (var part in parts.Append("through the cmdlets"))
            Assert.Contains(part, output);
        Assert.DoesNotContain("FAILED", output);
        Assert.DoesNotContain("tour-only", output);
    }

    [Fact]
    public void Without_PowerShell_it_says_what_to_do()
    {
        var (exitCode, output, error) = Run(new() { ["PWSH"] = "/nowhere/pwsh" });

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal("The variable PWSH names '/nowhere/pwsh', which is no file. Let it name a pwsh, or unset it.", error.TrimEnd());
    }

    private static (int ExitCode, string Output, string Error) Run(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Tour) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var variable in environment)
            start.Environment[variable.Key] = variable.Value;
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(15),
            Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
