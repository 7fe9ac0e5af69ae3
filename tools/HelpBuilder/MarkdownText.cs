using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PSMailProtocol.HelpBuilder;

/// <summary>Markdown as the plain text that a console shows.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// The text of a heading or a paragraph, in one line. Code is shown without its back quotes, a link without its target.
    /// </summary>
    /// <returns>The text, or null if there is an inline that has no plain form.</returns>
    public static string? OfInlines(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? [])
        {
            var part = inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                AutolinkInline address => $"<{address.Url}>",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LinkInline { IsImage: true } => null,
                ContainerInline container => OfInlines(container),
                _ => null,
            };
            if (part is null)
                return null;
            text.Append(part);
        }

        return text.ToString();
    }

    /// <summary>A line of code, or several, as they stand.</summary>
    public static string OfCode(CodeBlock code) => code.Lines.ToString().TrimEnd();

    /// <summary>The cells of a table, row by row.</summary>
    public static IReadOnlyList<string[]> OfTable(Table table) =>
        [.. table.Cast<TableRow>()
            .Select(row => row.Cast<TableCell>().Select(cell => OfInlines((cell.FirstOrDefault() as LeafBlock)?.Inline) ?? "").ToArray())];
}
