using System;
using System.IO;
using System.Linq;

namespace PSMailProtocol.HelpBuilder;

/// <summary>Makes the help of a module from its words in Markdown and from what its assembly knows.</summary>
public static class Program
{
    /// <summary>Makes the help, or says on the standard output what stops it, as MSBuild reads it.</summary>
    /// <param name="args">The assembly of the cmdlets, the folder of the words and the folder to write to.</param>
    /// <returns>0, or 1 if something stopped it, in which case nothing is written.</returns>
    public static int Main(string[] args) => Run(args, Console.Out);

    internal static int Run(string[] args, TextWriter output)
    {
        if (args is not [var file, var words, var destination])
        {
            output.WriteLine("usage: HelpBuilder ASSEMBLY WORDS-FOLDER OUTPUT-FOLDER");
            return 1;
        }

        var assembly = CmdletAssembly.Load(file);
        var help = ModuleHelp.Read(assembly.GetExportedTypes(), words);
        foreach (var problem in help.Problems)
            output.WriteLine(problem);
        if (help.Problems.Any())
            return 1;

        help.Write(destination, assembly.GetName().Name + ".dll-Help.xml");
        return 0;
    }
}
