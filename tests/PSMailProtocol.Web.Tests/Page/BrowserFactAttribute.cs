using System;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>A test in a browser; without one it is skipped by name, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.ReasonToSkip;
}
