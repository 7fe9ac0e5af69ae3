using System;
using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A test of what only Linux has; skipped by name where a program is missing that it needs.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <param name="why">What Linux has, as a sentence.</param>
    /// <param name="programs">Programs that have to be in <c>PATH</c>.</param>
    public LinuxFactAttribute(string why, params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        Skip = !OperatingSystem.IsLinux() ? why : missing.Count > 0
            ? $"Not installed on this machine: {string.Join(", ", missing)}."
            : null;
    }
}
