using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Markdig.Syntax;

namespace PSMailProtocol.HelpBuilder;

/// <summary>PowerShell that the help shows.</summary>
internal static class ExampleCode
{
    /// <summary>The language that such code has behind its fence.</summary>
    public const string Language = "powershell";

    /// <summary>Reports what PowerShell cannot parse, and parameters that a cmdlet of ours does not have.</summary>
    public static void Check(MarkdownPage page, FencedCodeBlock code, IReadOnlyList<CmdletFacts> cmdlets)
    {
        var tree = Parser.ParseInput(MarkdownText.OfCode(code), out _, out var errors);
        int PageLine(IScriptExtent extent) => MarkdownPage.LineOf(code) + extent.StartLineNumber;
        if (errors is [var error, ..])
            page.Report(PageLine(error.Extent), $"PowerShell cannot parse this: {error.Message}");

        var used =
            from call in tree.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
            let cmdlet = cmdlets.FirstOrDefault(cmdlet => cmdlet.Name.Equals(call.GetCommandName(), StringComparison.OrdinalIgnoreCase))
            where cmdlet is not null
            from parameter in call.CommandElements.OfType<CommandParameterAst>()
            where !Exists(cmdlet, parameter.ParameterName)
            select (parameter, cmdlet);
        foreach (var (parameter, cmdlet) in used)
            page.Report(PageLine(parameter.Extent), $"{cmdlet.Name} has no parameter -{parameter.ParameterName}.");
    }

    private static bool Exists(CmdletFacts cmdlet, string name) =>
        cmdlet.TypeableNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            || Cmdlet.CommonParameters.Contains(name, StringComparer.OrdinalIgnoreCase);
}
