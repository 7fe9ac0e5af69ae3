using System;
using System.IO;
using System.Xml;
using System.Xml.Linq;

namespace PSMailProtocol.ViewBuilder;

/// <summary>Makes the format file and the type data of the module, from <see cref="ModuleViews"/> and the types in its assembly.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is not [var assemblyPath, var folder])
        {
            Console.Error.WriteLine("ViewBuilder <assembly of the cmdlets> <folder for the files>");
            return 2;
        }

        try
        {
            var types = new ModuleTypes(assemblyPath);
            Directory.CreateDirectory(folder);
            Write(FormatDocument.Of(ModuleViews.All, types.Named), Path.Combine(folder, "PSMailProtocol.Format.ps1xml"));
            Write(TypesDocument.Of(ModuleViews.All, types.Named), Path.Combine(folder, "PSMailProtocol.Types.ps1xml"));
            return 0;
        }
        catch (ViewException e)
        {
            // The form in which MSBuild knows an error.
            Console.Error.WriteLine($"ModuleViews.cs : error VIEW001: {e.Message}");
            return 1;
        }
    }

    private static void Write(XDocument document, string path)
    {
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true });
        document.Save(writer);
    }
}
