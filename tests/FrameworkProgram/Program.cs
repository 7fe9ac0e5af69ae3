using System;
using System.IO;
using System.Reflection;

namespace PSMailProtocol.FrameworkProgram;

/// <summary>
/// Takes the module's folder for the .NET Framework and goes through the three jobs with what lies there. The sandbox gets its
/// certificate as a second argument, a PFX file, since Mono can make none. In the place of that file a folder may be given, whose
/// certificates are tried instead.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var folder = Path.GetFullPath(arguments[0]);

        // What PowerShell does by itself: it loads the module's own assemblies from the folder that the manifest names.
        AppDomain.CurrentDomain.AssemblyResolve += (_, missing) =>
        {
            var file = Path.Combine(folder, new AssemblyName(missing.Name).Name + ".dll");
            return File.Exists(file) ? Assembly.LoadFrom(file) : null;
        };
        return Run(folder, arguments[1]);
    }

    // A method of its own: its types are looked up when it is compiled, and by then the handler has to be there.
    private static int Run(string folder, string certificate)
    {
        Loader.PrivateAssemblies.Install(folder);
        return (Directory.Exists(certificate) ? Certificates.Run(certificate, Jobs.Password) : Jobs.Run(certificate)) ? 0 : 1;
    }
}
