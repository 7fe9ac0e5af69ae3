using System;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A test that drives a real PowerShell; without one it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute()
    {
        if (Pwsh.Program is null)
            Skip = Pwsh.Missing;
    }
}
