using System;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Interop.Tests;

/// <summary>A test against real server programs; without them it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    /// <summary>Names the programs that the test starts.</summary>
    /// <param name="programs">File names, looked for in PATH and in the folders where daemons live.</param>
    public ServerFactAttribute(params string[] programs)
    {
        Programs = programs;
        var missing = programs.Where(program => ServerPrograms.Find(program) is null).ToArray();
        if (missing.Length > 0)
        {
            Skip = $"Not installed on this machine: {string.Join(", ", missing)}.";
        }
    }

    /// <summary>The programs that the test starts.</summary>
    public string[] Programs { get; }
}
