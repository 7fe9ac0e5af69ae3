using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PSMailProtocol.Module.Tests.Help;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>What is below the cmdlets can be used from any .NET program, so nothing there tells people to type PowerShell.</summary>
public class CoreWordsTests
{
    private static readonly string[] CommonParameters = ["Debug", "Verbose", "WhatIf", "Confirm", "ErrorAction", "WarningAction"];

    [Theory]
    [InlineData("PSMailProtocol.Core")]
    [InlineData("PSMailProtocol.Dns")]
    [InlineData("PSMailProtocol.Sandbox")]
    public void No_source_names_a_parameter_or_a_cmdlet(string project)
    {
        var words = Words();

        var found =
            from file in Sources(project)
            from line in File.ReadLines(file).Select((text, i) => (Text: text, Number: i + 1))
            from Match match in words.Matches(line.Text)
            select $"{Path.GetRelativePath(Pwsh.Root, file)}:{line.Number}: {match.Value}";

        Assert.NotEmpty(Sources(project));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("\"Give -Credential.\"", true)]
    [InlineData("\"-Token is empty\"", true)]
    [InlineData("Look at it with Get-Pop3Message", true)]
    [InlineData("as Send-MailMessage does", true)]
    [InlineData("Set-CASMailbox user", true)]
    [InlineData("Reply-To, Resent-From, SCRAM-SHA-1-PLUS, -ERR, x-Port", false)]
    public void A_parameter_or_a_cmdlet_is_known_by_its_form(string text, bool isFound) => Assert.Equal(isFound, Words().IsMatch(text));

    private static IEnumerable<string> Sources(string project) =>
        new[] { Path.Combine(Pwsh.Root, "src", project) }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Pwsh.Root, file).Split(Path.DirectorySeparatorChar).Contains("obj"));

    private static Regex Words()
    {
        var parameters = string.Join("|", HelpFile.Parameters.Concat(CommonParameters));
        var cmdlets = string.Join("|", HelpFile.Cmdlets);
        const string Verbs = "Get|Set|New|Send|Remove|Select|Where|ForEach|Sort|Test|Out|Write|Invoke|Import|Export|ConvertTo|ConvertFrom";
        return new Regex($@"(?<![\w-])-(?:{parameters})\b|\b(?:{cmdlets})\b|\b(?:{Verbs})-[A-Z]\w+");
    }
}
