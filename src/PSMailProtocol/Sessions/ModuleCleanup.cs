using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSMailProtocol;

/// <summary>
/// What PowerShell runs when the module is removed from a runspace: the sessions and sandboxes that were opened there end.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace)
            RunspaceBound.To(runspace).End();
    }
}
