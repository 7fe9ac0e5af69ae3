using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Module.Tests.Docs;

/// <summary>A page of the documentation, taken apart as far as tests compare it with the code.</summary>
internal sealed class MarkdownPage
{
    private readonly string _text;

    private MarkdownPage(string path)
    {
        Path = path;
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    /// <summary>Where the page is.</summary>
    public string Path { get; }

    /// <summary>The targets of its links.</summary>
    public IEnumerable<string> Links => Regex.Matches(_text, @"\]\(([^)\s]+)\)").Select(match => match.Groups[1].Value);

    /// <summary>Opens a page by its path from the root of the project.</summary>
    public static MarkdownPage Open(string path) => new(System.IO.Path.Combine(Pwsh.Root, path));

    /// <summary>Every page: those at the root and those in docs.</summary>
    public static IReadOnlyList<MarkdownPage> All() =>
        [.. Directory.GetFiles(Pwsh.Root, "*.md").Concat(Directory.GetFiles(System.IO.Path.Combine(Pwsh.Root, "docs"), "*.md")).Order()
            .Select(path => new MarkdownPage(path))];

    /// <summary>The rows of the tables in a section whose first cell is code: the cells without its back quotes.</summary>
    public IReadOnlyList<string[]> Rows(string? section = null) =>
        [.. (section is null ? _text : Section(section)).Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line =>
                Regex.Split(line.Trim('|'), @"(?<!\\)\|")
                    .Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal).Replace("\\<", "<", StringComparison.Ordinal))
                    .ToArray())
            .Select(cells => (string[])[cells[0].Trim('`'), .. cells[1..]])];

    private string Section(string heading)
    {
        var section = Regex.Match(_text, $"^## {Regex.Escape(heading)}\n(.*?)(?=^## |\\z)",
            RegexOptions.Multiline | RegexOptions.Singleline);
        return section.Success ? section.Groups[1].Value : throw new InvalidDataException($"{Path} has no section {heading}.");
    }
}
