using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PSMailProtocol.ViewBuilder;

/// <summary>
/// The types of the module: those of the cmdlets' assembly and of the assemblies of ours beside it. What lies in deps/ is nobody's to see.
/// </summary>
internal sealed class ModuleTypes
{
    private readonly Assembly[] _assemblies;

    /// <param name="path">The assembly of the cmdlets.</param>
    public ModuleTypes(string path)
    {
        var cmdlets = Assembly.LoadFrom(Path.GetFullPath(path));
        var beside = cmdlets.GetReferencedAssemblies()
            .Select(name => Path.Combine(Path.GetDirectoryName(cmdlets.Location)!, $"{name.Name}.dll"))
            .Where(File.Exists);
        _assemblies = [cmdlets, .. beside.Select(Assembly.LoadFrom)];
    }

    /// <summary>A type by its name.</summary>
    /// <exception cref="ViewException">There is none.</exception>
    public Type Named(string name) =>
        _assemblies.Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null)
        ?? throw new ViewException($"There is no type {name}.");
}
