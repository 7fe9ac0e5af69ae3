using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PSMailProtocol.HelpBuilder;

/// <summary>An assembly of cmdlets, loaded with what lies beside it.</summary>
internal static class CmdletAssembly
{
    /// <summary>Loads an assembly. It was compiled against a reference assembly of PowerShell; here it meets a real one.</summary>
    public static Assembly Load(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var file = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        };
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
    }
}
