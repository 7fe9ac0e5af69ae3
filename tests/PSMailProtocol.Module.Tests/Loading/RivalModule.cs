using System;
using System.IO;

namespace PSMailProtocol.Module.Tests.Loading;

/// <summary>A module of somebody else with a library of its own, as the build of the tests left it.</summary>
internal static class RivalModule
{
    /// <summary>The cmdlet assembly, beside which its library lies.</summary>
    /// <param name="name">Its folder in tests/RivalModules.</param>
    public static string Assembly(string name) =>
        Path.Combine(Pwsh.Root, "tests", "RivalModules", name, "bin", Configuration, "net8.0", $"RivalModule.{name}.dll");

    // The tests lie in bin/<configuration>/<framework>.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
