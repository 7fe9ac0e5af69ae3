using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PSMailProtocol.Tools;

/// <summary>The PowerShell 7 that the tour, the tests and the benchmarks run.</summary>
public sealed class PowerShellProgram
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";

    private PowerShellProgram(string path) => Path = path;

    /// <summary>The file: a program, or the pwsh.dll of the dotnet tool, which <c>dotnet</c> runs.</summary>
    public string Path { get; }

    /// <summary>The one that the variable PWSH names, or else the first in PATH, or else the dotnet tool of this checkout.</summary>
    /// <exception cref="FileNotFoundException">There is none, or PWSH names no file; the message says what to do.</exception>
    public static PowerShellProgram Find() =>
        Find(Environment.GetEnvironmentVariable("PWSH"), Environment.GetEnvironmentVariable("PATH"), ToolFolder());

    /// <summary>Prepares a process of this PowerShell.</summary>
    /// <param name="arguments">What PowerShell gets.</param>
    public ProcessStartInfo CreateStart(params IEnumerable<string> arguments)
    {
        if (System.IO.Path.GetExtension(Path) != ".dll")
            return new ProcessStartInfo(Path, arguments);

        // The runtime that runs this program is good for the tool, and its dotnet need not be in PATH. A `pwsh` that a script
        // starts finds the same runtime by the variable.
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var dotnet = System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new ProcessStartInfo(dotnet, ["exec", Path, .. arguments]) { Environment = { ["DOTNET_ROOT"] = root } };
    }

    internal static PowerShellProgram Find(string? named, string? path, string toolFolder)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named)
                ? new PowerShellProgram(named)
                : throw new FileNotFoundException(
                    $"The variable PWSH names '{named}', which is no file. Let it name a pwsh, or unset it.", named);
        }

        var file = InPath(path ?? "") ?? InTool(toolFolder) ?? throw new FileNotFoundException(
            $"There is no PowerShell: no {FileName} in PATH, none named by the variable PWSH, and not the dotnet tool in {toolFolder}. " +
            "Build the checkout again, or run `dotnet tool restore` in it.");
        return new PowerShellProgram(file);
    }

    private static string? InPath(string path) =>
        path.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);

    /// <summary>Its program file is for one kind of processor; the assembly beside it runs on all.</summary>
    private static string? InTool(string folder) =>
        !Directory.Exists(folder)
            ? null
            : Directory.GetDirectories(folder)
                .Select(framework => System.IO.Path.Combine(framework, "any", OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll"))
                .FirstOrDefault(File.Exists);

    /// <summary>Where NuGet keeps the tool, as the build has written it into this assembly.</summary>
    private static string ToolFolder() =>
        typeof(PowerShellProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "PowerShellTool").Value!;
}
