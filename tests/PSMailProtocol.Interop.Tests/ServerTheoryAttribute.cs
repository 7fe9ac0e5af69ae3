using System;
using Xunit;

namespace PSMailProtocol.Interop.Tests;

/// <summary>A table of tests against real server programs; without them it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the programs that the tests start.</summary>
    public ServerTheoryAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = ServerPrograms.ReasonToSkip(programs);
    }

    /// <summary>The programs that the tests start.</summary>
    public string[] Programs { get; }
}
