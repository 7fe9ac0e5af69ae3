using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PSMailProtocol.HelpBuilder;

/// <summary>A heading and what stands below it.</summary>
/// <param name="Heading">Its text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Blocks">What stands before the first heading below it.</param>
/// <param name="Sections">The headings one level below it.</param>
internal sealed record MarkdownSection(string Heading, int Line, List<Block> Blocks, List<MarkdownSection> Sections);

/// <summary>A page of words, by its headings, and the problems that were found in it.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();
    private readonly List<HelpProblem> _problems = [];

    /// <summary>Reads a page.</summary>
    public MarkdownPage(string path)
    {
        Path = path;
        var document = Markdown.Parse(File.ReadAllText(path), Pipeline);
        Root = new MarkdownSection("", 1, [], []);
        var open = new List<MarkdownSection> { Root };
        foreach (var block in document)
        {
            if (block is not HeadingBlock heading)
            {
                open[^1].Blocks.Add(block);
                continue;
            }

            var section = new MarkdownSection(MarkdownText.OfInlines(heading.Inline) ?? "", LineOf(block), [], []);
            if (heading.Level > 3)
                Report(section.Line, "A page has no more than three levels of headings.");
            else if (heading.Level > open.Count)
                Report(section.Line, $"This heading has level {heading.Level}; below '{open[^1].Heading}' level {open.Count} comes next.");
            open.RemoveRange(Math.Min(heading.Level, open.Count), open.Count - Math.Min(heading.Level, open.Count));
            open[^1].Sections.Add(section);
            open.Add(section);
        }

        foreach (var block in Root.Sections.SelectMany(section => section.Blocks).Take(1))
            Report(LineOf(block), "These words are not below a heading of the second level.");
        Links = [.. document.Descendants<LinkInline>()];
        Code = [.. document.Descendants<FencedCodeBlock>()];
        if (Root.Sections is not [_] || Root.Blocks.Count > 0)
            Report(1, "A page begins with a heading of the first level, '# ' and its name, and has no other of this level.");
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its first heading, or an empty one.</summary>
    public string Title => Root.Sections.FirstOrDefault()?.Heading ?? "";

    /// <summary>The headings of the second level.</summary>
    public IReadOnlyList<MarkdownSection> Sections => Root.Sections.FirstOrDefault()?.Sections ?? [];

    /// <summary>Its links.</summary>
    public IReadOnlyList<LinkInline> Links { get; }

    /// <summary>Its pieces of code.</summary>
    public IReadOnlyList<FencedCodeBlock> Code { get; }

    /// <summary>What is wrong with it, in the order of its lines.</summary>
    public IEnumerable<HelpProblem> Problems => _problems.OrderBy(problem => problem.Line);

    private MarkdownSection Root { get; }

    /// <summary>The line of a block or an inline, from 1.</summary>
    public static int LineOf(MarkdownObject part) => part.Line + 1;

    /// <summary>Says that something is wrong.</summary>
    public void Report(int line, string text) => _problems.Add(new HelpProblem(Path, line, text));

    /// <summary>The paragraphs that some blocks make: a paragraph, an item of a list and a piece of code are one each.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        var paragraphs = new List<string>();
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    paragraphs.Add(Text(paragraph));
                    break;
                case CodeBlock code:
                    paragraphs.Add(MarkdownText.OfCode(code));
                    break;
                case ListBlock list:
                    paragraphs.AddRange(list.Cast<ListItemBlock>().Select((item, i) =>
                        (list.IsOrdered ? $"{i + 1}. " : "- ") + string.Join(" ", Paragraphs(item))));
                    break;
                default:
                    Report(LineOf(block), "Get-Help shows paragraphs, lists and code only. Write this as one of them.");
                    break;
            }
        }

        return paragraphs;
    }

    /// <summary>The text of a paragraph, in one line.</summary>
    public string Text(LeafBlock paragraph)
    {
        var text = MarkdownText.OfInlines(paragraph.Inline);
        if (text is null)
            Report(LineOf(paragraph),
                "The paragraph has an image, or something in angle brackets that is no address. Put it between back quotes.");
        return text ?? "";
    }
}
