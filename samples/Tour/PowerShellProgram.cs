using System;
using System.IO;
using System.Linq;

namespace PSMailProtocol.Samples.Tour;

/// <summary>Looks for PowerShell 7 on PATH.</summary>
internal static class PowerShellProgram
{
    public static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
