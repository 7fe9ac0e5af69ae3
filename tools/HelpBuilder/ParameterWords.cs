using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Syntax;

namespace PSMailProtocol.HelpBuilder;

/// <summary>The words for a parameter.</summary>
/// <param name="Paragraphs">What it is.</param>
/// <param name="Default">What happens if it is not given, where the assembly does not know; null if nothing is said.</param>
internal sealed record ParameterWords(IReadOnlyList<string> Paragraphs, string? Default)
{
    private const string DefaultMark = "Default: ";
    private const string SharedMark = "<!-- shared -->";

    /// <summary>Reads the words below a heading.</summary>
    /// <param name="page">Its page.</param>
    /// <param name="section">The heading, which is the parameter with its dash.</param>
    /// <param name="shared">The words that stand in place of the comment <c>&lt;!-- shared --&gt;</c>, and whose default holds unless
    /// another is given; null if there are none.</param>
    public static ParameterWords Read(MarkdownPage page, MarkdownSection section, ParameterWords? shared)
    {
        var paragraphs = new List<string>();
        string? ownDefault = null;
        foreach (var block in section.Blocks)
        {
            if (block is HtmlBlock comment && comment.Lines.ToString().Trim() == SharedMark)
            {
                if (shared is null)
                    page.Report(MarkdownPage.LineOf(block), $"There are no shared words for {section.Heading}.");
                paragraphs.AddRange(shared?.Paragraphs ?? []);
                continue;
            }

            foreach (var paragraph in page.Paragraphs([block]))
            {
                if (paragraph.StartsWith(DefaultMark, StringComparison.Ordinal))
                    ownDefault = paragraph[DefaultMark.Length..];
                else
                    paragraphs.Add(paragraph);
            }
        }

        if (paragraphs.Count == 0)
            page.Report(section.Line, $"{section.Heading} has no words.");
        return new ParameterWords(paragraphs, ownDefault ?? shared?.Default);
    }

    /// <summary>If the words below a heading take the shared ones in.</summary>
    public static bool TakesShared(MarkdownSection section) =>
        section.Blocks.OfType<HtmlBlock>().Any(block => block.Lines.ToString().Trim() == SharedMark);
}
