using System;
using System.IO;
using System.Reflection;
#if !NETFRAMEWORK
using System.Runtime.Loader;
#endif

namespace PSMailProtocol.Loader;

/// <summary>
/// The assemblies in <c>deps/</c>, beside this one: those of ours that name a package, and the packages. Another module may bring
/// the same packages in other versions, before or after us, and each has to get its own.
/// </summary>
public static class PrivateAssemblies
{
    private static readonly object Gate = new();
    private static string? _installed;

    /// <summary>
    /// Answers from now on, in this process, for what is missing of ours. The hook is never taken away again: other runspaces and
    /// objects still held may need it after the module was removed.
    /// </summary>
    /// <param name="folder">The module's folder of assemblies, which has <c>deps/</c>.</param>
    public static void Install(string folder)
    {
        lock (Gate)
        {
            if (_installed is not null)
                return;

            _installed = folder;
            var dependencies = Path.Combine(folder, "deps");
#if NETFRAMEWORK
            AppDomain.CurrentDomain.AssemblyResolve += (_, missing) => Resolve(dependencies, folder, missing);
#else
            var context = new DependencyContext(dependencies);
            AssemblyLoadContext.Default.Resolving += (_, name) => IsDoor(name.Name) ? context.LoadFromFolder(name) : null;
#endif
        }
    }

    /// <summary>Whether an assembly is one that the cmdlets call. The packages behind these are found by them alone.</summary>
    private static bool IsDoor(string? name) => name is "PSMailProtocol.Dns" or "PSMailProtocol.Mime";

#if NETFRAMEWORK
    /// <summary>
    /// The versions are not compared: powershell.exe reads no binding redirects of ours, and what is asked for is often older than
    /// what the packages agreed on.
    /// </summary>
    private static Assembly? Resolve(string dependencies, string folder, ResolveEventArgs missing)
    {
        var name = new AssemblyName(missing.Name).Name;
        if (!IsDoor(name) && !IsOurs(missing.RequestingAssembly, folder))
            return null;

        var file = Path.Combine(dependencies, name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    private static bool IsOurs(Assembly? requesting, string folder) =>
        requesting is { IsDynamic: false }
        && requesting.Location.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
#else
    /// <summary>Looks into one folder only. What is not there, such as the core, comes from the default context.</summary>
    private sealed class DependencyContext : AssemblyLoadContext
    {
        private readonly string _folder;

        public DependencyContext(string folder)
            : base(nameof(PSMailProtocol)) => _folder = folder;

        public Assembly? LoadFromFolder(AssemblyName assemblyName)
        {
            var file = Path.Combine(_folder, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }

        protected override Assembly? Load(AssemblyName assemblyName) => LoadFromFolder(assemblyName);
    }
#endif
}
