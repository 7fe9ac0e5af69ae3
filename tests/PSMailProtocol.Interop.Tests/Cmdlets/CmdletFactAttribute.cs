using System;
using PSMailProtocol.Module.Tests;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>A test that drives the cmdlets in a real PowerShell against real servers; skipped by name where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CmdletFactAttribute : FactAttribute
{
    /// <summary>Names the programs that the test starts besides PowerShell.</summary>
    public CmdletFactAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = Pwsh.Program is null ? Pwsh.Missing : ServerPrograms.ReasonToSkip(programs);
    }

    /// <summary>The programs that the test starts.</summary>
    public string[] Programs { get; }
}
