using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace PSMailProtocol.Module.Tests.Help;

/// <summary>The help file as it is written, for what Get-Help does not hand out unformatted.</summary>
internal static class HelpFile
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private static XDocument Document { get; } = XDocument.Load(Path.Combine(Pwsh.Root, "en-US", "PSMailProtocol.dll-Help.xml"));

    /// <summary>The names of all cmdlets.</summary>
    public static IReadOnlyList<string> Cmdlets =>
        [.. Document.Descendants(Command + "details").Select(details => details.Element(Command + "name")!.Value)];

    /// <summary>The names of the parameters of all cmdlets, without the dash.</summary>
    public static IReadOnlyList<string> Parameters =>
        [.. Document.Descendants(Command + "parameter").Select(parameter => parameter.Element(Maml + "name")!.Value).Distinct()];
}
