using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PSMailProtocol.HelpBuilder;

/// <summary>The help of cmdlets in the XML that Get-Help reads (MAML).</summary>
internal static class MamlDocument
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, IEnumerable<(CmdletFacts Cmdlet, CmdletPage Page)> cmdlets)
    {
        var root = new XElement(Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(entry => Of(entry.Cmdlet, entry.Page)));
        var settings = new XmlWriterSettings
        {
            Indent = true,
            NewLineHandling = NewLineHandling.None,
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var writer = XmlWriter.Create(path, settings);
        root.Save(writer);
    }

    private static XElement Of(CmdletFacts cmdlet, CmdletPage page) => new(Command + "command",
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => SyntaxOf(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Of(parameter, page.WordsFor(parameter)))),
        new XElement(Command + "inputTypes", page.Inputs.Select(type => Of(Command + "inputType", type))),
        new XElement(Command + "returnValues", page.Outputs.Select(type => Of(Command + "returnValue", type))),
        page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(Of)),
        new XElement(Command + "relatedLinks", LinksOf(page.Links)));

    /// <summary>A set as Get-Command -Syntax shows it: what has a position, what is required, and the others.</summary>
    private static XElement SyntaxOf(CmdletFacts cmdlet, IReadOnlyList<ParameterFacts> set)
    {
        var order = cmdlet.Parameters.Select(parameter => parameter.Name).ToList();
        return new XElement(Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            set.OrderBy(parameter => parameter.Position ?? int.MaxValue)
                .ThenByDescending(parameter => parameter.IsRequired)
                .ThenBy(parameter => order.IndexOf(parameter.Name))
                .Select(parameter => new XElement(Command + "parameter", Attributes(parameter), new XElement(Maml + "name", parameter.Name),
                    ValueOf(parameter, listsChoices: true))));
    }

    private static XElement Of(ParameterFacts parameter, ParameterWords words) => new(Command + "parameter",
        Attributes(parameter),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Values is null ? words.Paragraphs : [.. words.Paragraphs, parameter.Values]),
        ValueOf(parameter),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type.FullName)),
        new XElement(Dev + "defaultValue", parameter.Default ?? words.Default ?? "None"));

    private static XAttribute[] Attributes(ParameterFacts parameter) =>
    [
        new("required", parameter.IsRequired),
        new("variableLength", parameter.Type.IsArray),
        new("globbing", parameter.TakesWildcards),
        new("pipelineInput", parameter.PipelineInput),
        new("position", parameter.Position?.ToString(null, null) ?? "named"),
        new("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
    ];

    /// <summary>The value of a parameter, which a switch has none of; in the syntax it is one of those that can be listed.</summary>
    private static XElement? ValueOf(ParameterFacts parameter, bool listsChoices = false)
    {
        if (parameter.IsSwitch)
            return null;
        return listsChoices && parameter.Choices.Count > 0
            ? new XElement(Command + "parameterValueGroup",
                parameter.Choices.Select(choice => Value(choice, isArray: false, isRequired: false)))
            : Value(parameter.Type.Name, parameter.Type.IsArray, isRequired: true);
    }

    private static XElement Value(string text, bool isArray, bool isRequired) =>
        new(Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", isArray), text);

    private static XElement Of(XName name, TypeWords words) =>
        new(name, new XElement(Dev + "type", new XElement(Maml + "name", words.Type)), Description(words.Paragraphs));

    private static XElement Of(ExampleWords example, int index) => new(Command + "example",
        new XElement(Maml + "title", $"-------- Example {index + 1}: {example.Title} --------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs(example.Remarks)));

    /// <summary>
    /// Where there are links Get-Help offers -Online, also if none has an address that it could open, unless their Length is 0. So links
    /// that all lack an address are one with a line for each, which says that of itself.
    /// </summary>
    private static IEnumerable<XElement> LinksOf(IReadOnlyList<(string Text, string Address)> links) =>
        links.All(link => link.Address.Length == 0)
            ? [Link(string.Join('\n', links.Select(link => link.Text)), new XElement(Maml + "Length", 0))]
            : links.Select(link => Link(link.Text, link.Address.Length == 0 ? null : new XElement(Maml + "uri", link.Address)));

    private static XElement Link(string text, XElement? rest) => new(Maml + "navigationLink", new XElement(Maml + "linkText", text), rest);

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph));
}
