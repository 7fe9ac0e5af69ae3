using System;
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
        Skip = ServerPrograms.ReasonToSkip(programs);
    }

    /// <summary>The programs that the test starts.</summary>
    public string[] Programs { get; }
}
