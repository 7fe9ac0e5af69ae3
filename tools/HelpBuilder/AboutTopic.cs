using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace PSMailProtocol.HelpBuilder;

/// <summary>An about topic as the text that Get-Help shows.</summary>
internal sealed class AboutTopic
{
    /// <summary>Get-Help shows the text as it is, and a console has at the least so many columns.</summary>
    private const int Width = 80;
    private const string Indent = "    ";
    private const string ShortDescription = "Short description";

    private readonly MarkdownPage _page;
    private readonly StringBuilder _text = new();

    private AboutTopic(MarkdownPage page) => _page = page;

    /// <summary>Makes the text of a page, and reports in it what has no place there.</summary>
    public static string Read(MarkdownPage page, string name, IReadOnlyList<CmdletFacts> cmdlets)
    {
        if (page.Title != name)
            page.Report(1, $"The heading is '{page.Title}' in place of '{name}'.");
        // Get-Help takes the line of a list of topics from here.
        if (page.Sections is not [{ Heading: ShortDescription }, ..])
            page.Report(1, $"The first section is not '## {ShortDescription}'.");
        foreach (var code in page.Code.Where(code => code.Info == ExampleCode.Language))
            ExampleCode.Check(page, code, cmdlets);

        var topic = new AboutTopic(page);
        topic._text.Append("TOPIC\n").Append(Indent).Append(name).Append('\n');
        foreach (var section in page.Sections)
            topic.Add(section);
        return topic._text.ToString();
    }

    private void Add(MarkdownSection section)
    {
        _text.Append('\n').Append(section.Heading.ToUpperInvariant()).Append('\n');
        if (section.Blocks.Count == 0)
            _page.Report(section.Line, $"There are no words below '{section.Heading}'.");
        var isFirst = true;
        foreach (var block in section.Blocks)
        {
            if (!isFirst)
                _text.Append('\n');
            isFirst = false;
            Add(block);
        }

        foreach (var part in section.Sections)
            _page.Report(part.Line, "An about topic has no more than two levels of headings.");
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                Wrap(Indent, Indent, _page.Text(paragraph));
                break;
            case ListBlock list:
                foreach (var item in _page.Paragraphs([list]))
                    Wrap(Indent, Indent + "  ", item);
                break;
            case CodeBlock code:
                Add(code);
                break;
            case Table table:
                Add(table);
                break;
            default:
                _page.Report(MarkdownPage.LineOf(block),
                    "An about topic has paragraphs, lists, code and tables of two columns. Write this as one of them.");
                break;
        }
    }

    private void Add(Table table)
    {
        var rows = MarkdownText.OfTable(table);
        if (rows.Any(row => row.Length != 2))
        {
            _page.Report(MarkdownPage.LineOf(table), "A table of an about topic has two columns.");
            return;
        }

        var column = rows.Max(row => row[0].Length) + 2;
        var hanging = Indent + Indent + new string(' ', column);
        foreach (var row in rows.Where(row => row.Any(cell => cell.Length > 0)))
            Wrap(Indent + Indent + row[0].PadRight(column), hanging, row[1]);
    }

    private void Add(CodeBlock code)
    {
        var room = Width - 2 * Indent.Length;
        foreach (var (i, line) in MarkdownText.OfCode(code).Split('\n').Index())
        {
            if (line.Length > room)
                _page.Report(MarkdownPage.LineOf(code) + i + 1, $"This line of code has {line.Length} characters; {room} are the most.");
            _text.Append($"{Indent}{Indent}{line}".TrimEnd()).Append('\n');
        }
    }

    private void Wrap(string first, string others, string text)
    {
        var line = new StringBuilder(first);
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                _text.Append(line).Append('\n');
                line.Clear().Append(others);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        _text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
