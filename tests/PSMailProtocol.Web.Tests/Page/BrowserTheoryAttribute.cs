using System;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>A table of tests in a browser; without one it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.ReasonToSkip;
}
