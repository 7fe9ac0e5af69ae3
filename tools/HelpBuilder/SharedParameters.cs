using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSMailProtocol.HelpBuilder;

/// <summary>The words for parameters that several cmdlets have.</summary>
internal sealed class SharedParameters
{
    /// <summary>The name of their page.</summary>
    public const string FileName = "parameters.md";

    private readonly Dictionary<string, ParameterWords> _words = [];
    private readonly HashSet<string> _used = [];

    /// <summary>Reads the page in a folder, if there is one.</summary>
    public SharedParameters(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return;

        Page = new MarkdownPage(path);
        foreach (var section in Page.Sections)
        {
            if (!_words.TryAdd(section.Heading, ParameterWords.Read(Page, section, shared: null)))
                Page.Report(section.Line, $"{section.Heading} has words already.");
        }
    }

    /// <summary>The page, or null if there is none.</summary>
    public MarkdownPage? Page { get; }

    /// <summary>The words for a parameter, which are in use from now on; null if there are none.</summary>
    /// <param name="heading">The parameter, with its dash.</param>
    public ParameterWords? Use(string heading)
    {
        _used.Add(heading);
        return _words.GetValueOrDefault(heading);
    }

    /// <summary>Reports the words that no cmdlet has used.</summary>
    public void ReportUnused()
    {
        foreach (var section in Page?.Sections.Where(section => !_used.Contains(section.Heading)) ?? [])
            Page!.Report(section.Line,
                $"No cmdlet takes these words: none has a parameter {section.Heading}, or each has words of its own.");
    }
}
