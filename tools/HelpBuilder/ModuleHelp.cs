using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig.Syntax.Inlines;

namespace PSMailProtocol.HelpBuilder;

/// <summary>The help of a module: its cmdlets' and its about topics.</summary>
public sealed class ModuleHelp
{
    private const string AboutMark = "about_";
    private const string FormatPage = "README";
    private readonly List<(CmdletFacts Cmdlet, CmdletPage Page)> _cmdlets = [];
    private readonly Dictionary<string, string> _topics = [];
    private readonly List<HelpProblem> _problems = [];

    private ModuleHelp()
    {
    }

    /// <summary>What stops the help from being made.</summary>
    public IReadOnlyList<HelpProblem> Problems => _problems;

    /// <summary>Reads the pages of a folder and compares them with the cmdlets among some types.</summary>
    /// <param name="types">The types of the assembly.</param>
    /// <param name="folder">The pages: one for each cmdlet, the about topics, and the words for shared parameters.</param>
    public static ModuleHelp Read(IEnumerable<Type> types, string folder)
    {
        var help = new ModuleHelp();
        var cmdlets = CmdletFacts.Read(types);
        var pages = Directory.GetFiles(folder, "*.md")
            .Where(path => Path.GetFileName(path) != SharedParameters.FileName && Path.GetFileNameWithoutExtension(path) != FormatPage)
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => new MarkdownPage(path));
        var shared = new SharedParameters(folder);

        foreach (var cmdlet in cmdlets)
        {
            if (pages.TryGetValue(cmdlet.Name, out var page))
                help._cmdlets.Add((cmdlet, new CmdletPage(page, cmdlet, shared, cmdlets)));
            else
                help._problems.Add(new HelpProblem(Path.Combine(folder, cmdlet.Name + ".md"), 1, $"{cmdlet.Name} has no page."));
        }

        foreach (var (name, page) in pages.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Key)))
        {
            if (name.StartsWith(AboutMark, StringComparison.Ordinal))
                help._topics.Add(name, AboutTopic.Read(page, name, cmdlets));
            else
                page.Report(1, $"There is no cmdlet {name}, and the name of an about topic begins with {AboutMark}.");
        }

        shared.ReportUnused();
        var all = pages.Values.Concat(shared.Page is null ? [] : [shared.Page]).ToList();
        foreach (var page in all)
            CheckLinks(page, pages.Keys);
        help._problems.AddRange(all.SelectMany(page => page.Problems));
        return help;
    }

    /// <summary>Writes the help of the cmdlets and the about topics into a folder, in place of what was there.</summary>
    public void Write(string folder, string cmdletFile)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder, AboutMark + "*.help.txt"))
            File.Delete(old);
        foreach (var (name, text) in _topics)
            File.WriteAllText(Path.Combine(folder, name + ".help.txt"), text);
        MamlDocument.Write(Path.Combine(folder, cmdletFile), _cmdlets);
    }

    private static void CheckLinks(MarkdownPage page, IReadOnlyCollection<string> names)
    {
        foreach (var link in page.Links)
        {
            var target = link.Url ?? "";
            if (target.StartsWith("https://", StringComparison.Ordinal))
                continue;
            if (!target.EndsWith(".md", StringComparison.Ordinal) || !names.Contains(target[..^".md".Length]))
                page.Report(MarkdownPage.LineOf(link),
                    $"The link leads to '{target}', which is no page of this help and no https address.");
        }
    }
}
