using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Tests.Architecture;

/// <summary>Lower layers never know higher ones. The source is read, so that a new edge has to be written here first.</summary>
public partial class LayerTests
{
    /// <summary>What each folder of the core may name, besides itself and the errors, which are in the root namespace.</summary>
    private static readonly Dictionary<string, string[]> CoreLayers = new()
    {
        ["Errors"] = [],
        ["Language"] = [],
        ["Net"] = [],
        ["Accounts"] = ["Net"],
        ["Sasl"] = ["Accounts", "Net"],
        ["Messages"] = ["Net"],
        ["Files"] = ["Messages", "Net"],
        ["Smtp"] = ["Accounts", "Messages", "Net", "Sasl"],
        ["Pop3"] = ["Accounts", "Messages", "Net", "Sasl"],
        ["Imap"] = ["Accounts", "Messages", "Net", "Sasl"],
        ["Probing"] = ["Accounts", "Imap", "Messages", "Net", "Pop3", "Smtp"],
    };

    /// <summary>The projects of ours that each one references, and the packages that it names.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Projects = new()
    {
        ["PSMailProtocol.Core"] = ([], []),
        ["PSMailProtocol.Dns"] = (["PSMailProtocol.Core"], ["DnsClient"]),
        ["PSMailProtocol.Mime"] = (["PSMailProtocol.Core"], ["MimeKit"]),
        ["PSMailProtocol.Loader"] = ([], ["PowerShellStandard.Library"]),
        ["PSMailProtocol.Sandbox"] = (["PSMailProtocol.Core", "PSMailProtocol.Mime"], []),
        ["PSMailProtocol"] = (["PSMailProtocol.Core", "PSMailProtocol.Dns", "PSMailProtocol.Mime", "PSMailProtocol.Sandbox"],
            ["PowerShellStandard.Library"]),
    };

    /// <summary>What each package is called in source; no project but the one that references it may name it.</summary>
    private static readonly Dictionary<string, string> PackageNamespaces = new()
    {
        ["DnsClient"] = "DnsClient",
        ["MimeKit"] = "MimeKit",
        ["PowerShellStandard.Library"] = "System.Management.Automation",
    };

    [Fact]
    public void The_core_s_layers_know_only_those_beneath_them()
    {
        var core = Path.Combine(Source, "PSMailProtocol.Core");
        var edges = Directory.GetDirectories(core).Where(folder => Path.GetFileName(folder) is not ("obj" or "bin")).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => Files(folder).SelectMany(Named).Where(CoreLayers.ContainsKey).Where(named => named != Path.GetFileName(folder))
                .ToHashSet());

        Assert.Equal(CoreLayers.Keys.Order(StringComparer.Ordinal), edges.Keys.Order(StringComparer.Ordinal));
        Assert.All(edges, folder => Assert.Empty(folder.Value.Except(CoreLayers[folder.Key])));

        // A table that allows what nobody does says nothing.
        Assert.Contains("Net", edges["Smtp"]);
        Assert.Contains("Accounts", edges["Sasl"]);
    }

    [Fact]
    public void The_core_and_what_serves_it_name_nothing_above_them()
    {
        string[] above = ["Commands", "Advice", "Dns", "Mime", "Loader", "Sandbox"];
        Assert.All(
            Files(Path.Combine(Source, "PSMailProtocol.Core")),
            file => Assert.Empty(Named(file).Intersect(above)));
        Assert.All(
            new[] { "Dns", "Mime", "Sandbox" }.SelectMany(project => Files(Path.Combine(Source, "PSMailProtocol." + project))),
            file => Assert.Empty(Named(file).Intersect(["Commands", "Advice", "Loader"])));
        Assert.All(Files(Path.Combine(Source, "PSMailProtocol", "Output")), file => Assert.DoesNotContain("Commands", Named(file)));
    }

    [Fact]
    public void Each_project_references_what_the_design_shows()
    {
        var found = Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(Projects, project =>
        {
            var references = XDocument.Load(found[project.Key]).Descendants().ToList();
            Assert.Equal(project.Value.Projects,
                References(references, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
            Assert.Equal(project.Value.Packages, References(references, "PackageReference").Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void A_package_is_named_by_its_own_project_alone()
    {
        Assert.All(Projects, project => Assert.All(Files(Path.Combine(Source, project.Key)), file =>
        {
            var text = File.ReadAllText(file);
            Assert.All(
                PackageNamespaces.Where(package => !project.Value.Packages.Contains(package.Key)),
                package => Assert.DoesNotMatch($@"(?<![\w.]){Regex.Escape(package.Value)}\b", text));
        }));
    }

    private static string Source { get; } = Path.Combine(Checkout.Root, "src");

    // Those that are built along, and not referenced, are named with ReferenceOutputAssembly="false".
    private static IEnumerable<string> References(IEnumerable<XElement> elements, string kind) => elements
        .Where(element => element.Name.LocalName == kind && element.Attribute("ReferenceOutputAssembly")?.Value != "false")
        .Select(element => element.Attribute("Include")!.Value);

    private static IEnumerable<string> Files(string folder) => SourceFiles.In(folder, ".cs");

    /// <summary>The first part of every namespace of ours that a file names, in a using, in code or in a comment's cref.</summary>
    private static IEnumerable<string> Named(string file) =>
        OurNamespace().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bPSMailProtocol\.(\w+)")]
    private static partial Regex OurNamespace();
}
