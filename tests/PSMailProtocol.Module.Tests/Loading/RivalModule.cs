using System;
using System.IO;

namespace PSMailProtocol.Module.Tests.Loading;

/// <summary>A module of somebody else with a DnsClient of its own, as the build of the tests left it.</summary>
internal static class RivalModule
{
    /// <summary>The cmdlet assembly, beside which its DnsClient lies.</summary>
    /// <param name="name">Older (1.6.1) or Newer (99.0, a fake).</param>
    public static string Assembly(string name) =>
        Path.Combine(Pwsh.Root, "tests", "RivalModules", name, "bin", Configuration, "net8.0", $"RivalModule.{name}.dll");

    // The tests lie in bin/<configuration>/<framework>.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
