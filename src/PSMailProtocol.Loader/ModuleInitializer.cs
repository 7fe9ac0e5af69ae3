using System;
using System.IO;
using System.Management.Automation;

namespace PSMailProtocol.Loader;

/// <summary>
/// What PowerShell runs first when it imports the module. It stands in an assembly of its own: PowerShell reads the types of all
/// parameters of a cmdlet assembly before it runs anything in it, and by then the hook has to be there.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>The oldest .NET that the cmdlets run on in PowerShell 7: that of PowerShell 7.4.</summary>
    private static readonly Version LeastRuntime = new(8, 0);

    /// <inheritdoc/>
    public void OnImport()
    {
#if !NETFRAMEWORK
        RequireRuntime(Environment.Version);
#endif
        PrivateAssemblies.Install(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!);
    }

    /// <summary>Says what an old PowerShell 7 lacks, before it fails at an assembly that it cannot read.</summary>
    /// <exception cref="RuntimeException">PowerShellTooOld.</exception>
    public static void RequireRuntime(Version runtime)
    {
        if (runtime >= LeastRuntime)
            return;

        var failure = new PlatformNotSupportedException(
            $"PSMailProtocol needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this PowerShell runs on .NET {runtime}. "
            + "Update PowerShell: learn.microsoft.com/powershell/scripting/install.");
        throw new RuntimeException(failure.Message, failure,
            new ErrorRecord(failure, "PowerShellTooOld", ErrorCategory.NotInstalled, runtime));
    }
}
