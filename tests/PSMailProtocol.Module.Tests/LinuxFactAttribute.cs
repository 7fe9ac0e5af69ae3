using System;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A test of what only Linux has.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <param name="why">What Linux has, as a sentence.</param>
    public LinuxFactAttribute(string why) => Skip = OperatingSystem.IsLinux() ? null : why;
}
