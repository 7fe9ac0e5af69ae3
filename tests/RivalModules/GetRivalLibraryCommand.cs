using System.Management.Automation;
using System.Reflection;

namespace RivalModule;

/// <summary>Shows which library this module got, after it made something of it.</summary>
[Cmdlet(VerbsCommon.Get, "RivalLibrary")]
[OutputType(typeof(Assembly))]
public sealed class GetRivalLibraryCommand : Cmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new RivalType().GetType().Assembly);
}
