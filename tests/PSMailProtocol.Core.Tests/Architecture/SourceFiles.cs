using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSMailProtocol.Tests.Architecture;

/// <summary>The files that people write, without what a build puts beside them.</summary>
internal static class SourceFiles
{
    /// <param name="folder">Where to look, beneath it as well.</param>
    /// <param name="extensions">Which files, such as <c>.cs</c>.</param>
    public static IEnumerable<string> In(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
}
