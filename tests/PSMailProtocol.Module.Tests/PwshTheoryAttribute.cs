using System;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A table of tests that drive a real PowerShell; without one it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshTheoryAttribute : TheoryAttribute
{
    public PwshTheoryAttribute()
    {
        if (Pwsh.Program is null)
            Skip = Pwsh.Missing;
    }
}
