using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PSMailProtocol.HelpBuilder;

/// <summary>An example of a cmdlet.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What happens then.</param>
internal sealed record ExampleWords(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>The words for a type that goes into a cmdlet or comes out of it.</summary>
internal sealed record TypeWords(string Type, IReadOnlyList<string> Paragraphs);

/// <summary>The words for a cmdlet, checked against what the assembly knows of it.</summary>
internal sealed class CmdletPage
{
    private const string None = "None";
    private static readonly string[] HeadingsOfWords = ["SYNOPSIS", "DESCRIPTION", "NOTES", "RELATED LINKS"];
    private static readonly string[] HeadingsOfHeadings = ["EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS"];
    private readonly MarkdownPage _page;
    private readonly Dictionary<string, ParameterWords> _parameters = [];

    /// <summary>Reads a page and reports in it what is missing and what is too much.</summary>
    public CmdletPage(MarkdownPage page, CmdletFacts cmdlet, SharedParameters shared, IReadOnlyList<CmdletFacts> cmdlets)
    {
        _page = page;
        if (page.Title != cmdlet.Name)
            page.Report(1, $"The heading is '{page.Title}' in place of '{cmdlet.Name}'.");
        foreach (var section in page.Sections)
        {
            if (HeadingsOfWords.Contains(section.Heading))
            {
                foreach (var part in section.Sections)
                    page.Report(part.Line, $"There are no headings below '{section.Heading}'.");
            }
            else if (HeadingsOfHeadings.Contains(section.Heading))
            {
                foreach (var block in section.Blocks)
                    page.Report(MarkdownPage.LineOf(block), $"Directly below '{section.Heading}' there are headings only.");
            }
            else
            {
                page.Report(section.Line,
                    $"Get-Help has no place for '{section.Heading}'. The headings " +
                    $"are {string.Join(", ", HeadingsOfWords.Concat(HeadingsOfHeadings))}.");
            }

            if (Find(section.Heading) != section)
                page.Report(section.Line, $"The page has '{section.Heading}' already.");
        }

        Synopsis = string.Join(" ", Words("SYNOPSIS", isNeeded: true));
        Description = Words("DESCRIPTION", isNeeded: true);
        Notes = Words("NOTES", isNeeded: false);
        ReadParameters(cmdlet, shared);
        Inputs = ReadTypes("INPUTS");
        Outputs = ReadTypes("OUTPUTS");
        CheckTypes(cmdlet);
        Examples = [.. Find("EXAMPLES")?.Sections.Select(section => ReadExample(section, cmdlets)) ?? []];
        if (Examples.Count < 2)
            page.Report(Find("EXAMPLES")?.Line ?? 1,
                $"There are {Examples.Count} examples ('### Title' below '## EXAMPLES'); two are the least.");
        Links = ReadLinks();
    }

    public string Synopsis { get; }

    public IReadOnlyList<string> Description { get; }

    public IReadOnlyList<string> Notes { get; }

    public IReadOnlyList<TypeWords> Inputs { get; }

    public IReadOnlyList<TypeWords> Outputs { get; }

    public IReadOnlyList<ExampleWords> Examples { get; }

    /// <summary>The texts of the links, each with its address, which is empty for a page of this help.</summary>
    public IReadOnlyList<(string Text, string Address)> Links { get; }

    /// <summary>The words for a parameter.</summary>
    public ParameterWords WordsFor(ParameterFacts parameter) => _parameters[parameter.Name];

    private MarkdownSection? Find(string heading) => _page.Sections.FirstOrDefault(section => section.Heading == heading);

    private IReadOnlyList<string> Words(string heading, bool isNeeded)
    {
        var section = Find(heading);
        var paragraphs = _page.Paragraphs(section?.Blocks ?? []);
        if (paragraphs.Count == 0 && (isNeeded || section is not null))
            _page.Report(section?.Line ?? 1,
                section is null ? $"The page has no '## {heading}'." : $"There are no words below '{heading}'.");
        return paragraphs;
    }

    private void ReadParameters(CmdletFacts cmdlet, SharedParameters shared)
    {
        var sections = Find("PARAMETERS")?.Sections ?? [];
        foreach (var repeated in sections.GroupBy(section => section.Heading).SelectMany(group => group.Skip(1)))
            _page.Report(repeated.Line, $"{repeated.Heading} has words already.");
        foreach (var section in sections.Where(section => cmdlet.Parameters.All(parameter => "-" + parameter.Name != section.Heading)))
            _page.Report(section.Line, $"{cmdlet.Name} has no parameter {section.Heading}, or PowerShell does not show it (DontShow).");

        foreach (var parameter in cmdlet.Parameters)
        {
            var heading = "-" + parameter.Name;
            var section = sections.Find(section => section.Heading == heading);
            var common = section is null || ParameterWords.TakesShared(section) ? shared.Use(heading) : null;
            var words = section is null ? common : ParameterWords.Read(_page, section, common);
            if (words is null)
            {
                _page.Report(Find("PARAMETERS")?.Line ?? 1,
                    $"{heading} has no words. Write them below '### {heading}' here or, if several cmdlets have it, below '## {heading}' " +
                    $"in {SharedParameters.FileName}.");
            }
            else if (words.Default is not null && parameter.Default is not null)
                _page.Report(section?.Line ?? 1,
                    $"The default of {heading} is {parameter.Default}, as the assembly says. Leave 'Default: {words.Default}' out.");
            _parameters[parameter.Name] = words ?? new ParameterWords([], null);
        }
    }

    private List<TypeWords> ReadTypes(string heading)
    {
        var section = Find(heading);
        if (section is null or { Sections.Count: 0 })
            _page.Report(section?.Line ?? 1, $"Below '## {heading}' there is no '### Name.Of.Type', or '### {None}'.");
        var types = new List<TypeWords>();
        foreach (var type in section?.Sections ?? [])
        {
            var words = new TypeWords(type.Heading, _page.Paragraphs(type.Blocks));
            if (words.Paragraphs.Count == 0)
                _page.Report(type.Line, $"There are no words for {type.Heading}.");
            if (type.Heading != None && new PSTypeName(type.Heading).Type is null)
                _page.Report(type.Line, $"There is no type {type.Heading}.");
            types.Add(words);
        }

        return types;
    }

    private void CheckTypes(CmdletFacts cmdlet)
    {
        var takesInput = cmdlet.Parameters.Any(parameter => parameter.PipelineInput != "False");
        if (Inputs.Count > 0 && takesInput == Inputs.Any(input => input.Type == None))
            _page.Report(Find("INPUTS")!.Line,
                takesInput ? $"{cmdlet.Name} takes input, so this is not '{None}'."
                    : $"{cmdlet.Name} takes no input, so this is '{None}'.");
        var emitted = cmdlet.OutputTypes.DefaultIfEmpty(None).ToList();
        if (Outputs.Count > 0 && !Outputs.Select(output => output.Type).SequenceEqual(emitted))
            _page.Report(Find("OUTPUTS")!.Line,
                $"{cmdlet.Name} emits {string.Join(", ", emitted)}, as its OutputType attributes say; the headings name them in this " +
                "order.");
    }

    private ExampleWords ReadExample(MarkdownSection section, IReadOnlyList<CmdletFacts> cmdlets)
    {
        if (section.Blocks is not [FencedCodeBlock { Info: ExampleCode.Language } code, .. var remarks])
        {
            _page.Report(section.Line, $"Below the title of an example comes its code (```{ExampleCode.Language}).");
            return new ExampleWords(section.Heading, "", []);
        }

        ExampleCode.Check(_page, code, cmdlets);
        if (remarks.Count == 0)
            _page.Report(section.Line, "Nothing says what the example does.");
        return new ExampleWords(section.Heading, MarkdownText.OfCode(code), _page.Paragraphs(remarks));
    }

    private List<(string Text, string Address)> ReadLinks()
    {
        var section = Find("RELATED LINKS");
        var links = section?.Blocks.SelectMany(block => block.Descendants<LinkInline>()).ToList() ?? [];
        if (links.Count == 0)
            _page.Report(section?.Line ?? 1, "Below '## RELATED LINKS' there is no link, such as '- [about_Name](about_Name.md)'.");
        foreach (var link in links.Where(
            link => IsPage(link) && MarkdownText.OfInlines(link) != Path.GetFileNameWithoutExtension(link.Url)))
            _page.Report(MarkdownPage.LineOf(link), $"The link to {link.Url} has another text, and Get-Help finds the text only.");
        return [.. links.Select(link => (MarkdownText.OfInlines(link) ?? "", IsPage(link) ? "" : link.Url!))];
    }

    private static bool IsPage(LinkInline link) => !link.Url!.StartsWith("https://", StringComparison.Ordinal);
}
