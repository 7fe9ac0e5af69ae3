using System;
using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.HelpBuilder.Tests;

/// <summary>What stops the build, and where it says that it is.</summary>
public class HelpProblemTests
{
    private const string Cmdlet = WordsFolder.Cmdlet;
    private const string Shared = WordsFolder.Shared;
    private const string Topic = WordsFolder.Topic;

    [Theory]
    [InlineData(Cmdlet, "### -Quick\n\nDoes not look twice.\n", "", "## PARAMETERS", "-Quick has no words")]
    [InlineData(Cmdlet, "Does not look twice.", "", "### -Quick", "-Quick has no words")]
    [InlineData(Cmdlet, "How many.\n", "", "### -First", "-First has no words")]
    [InlineData(Shared, "## -Day\n\nThe day.\n", "", "## PARAMETERS", "-Day has no words", Cmdlet)]
    [InlineData(Shared, "The day.", "", "## -Day", "-Day has no words")]
    [InlineData(Cmdlet, "### -Quick", "### -Slow\n\nLooks twice.\n\n### -Quick", "### -Slow", "no parameter -Slow")]
    [InlineData(Cmdlet, "### -Quick", "### -Record\n\nHidden.\n\n### -Quick", "### -Record", "no parameter -Record")]
    [InlineData(Cmdlet, "### -Quick", "### -Name\n\nAgain.\n\n### -Quick", "### -Name", "-Name has words already", Cmdlet, 8)]
    [InlineData(Cmdlet, "### -Quick", "### Quick", "### Quick", "no parameter Quick", Cmdlet, 0, 2)]
    [InlineData(Shared, "## -Day", "## -Old\n\nIs gone.\n\n## -Day", "## -Old", "No cmdlet takes these words")]
    [InlineData(Shared, "## -Day", "## -Port\n\nAgain.\n\n## -Day", "## -Port", "-Port has words already", Shared, 4)]
    [InlineData(Cmdlet, "The name.", "<!-- shared -->\n\nThe name.", "<!-- shared -->", "no shared words for -Name")]
    [InlineData(Cmdlet, "Mostly 3.", "Default: 3", "### -Port", "The default of -Port is 3")]
    [InlineData(Cmdlet, "The name.", "The name.\n\n#### More\n\nMore.", "#### More", "more than three levels")]
    [InlineData(Cmdlet, "Things change.", "Things change.\n\n### Often\n\nThey do.", "### Often", "no headings below 'NOTES'")]
    [InlineData(Cmdlet, "## PARAMETERS\n", "## PARAMETERS\n\nThese.\n", "These.", "headings only")]
    [InlineData(Cmdlet, "## SYNOPSIS", "Some words.\n\n## SYNOPSIS", "Some words.", "below a heading of the second level")]
    [InlineData(Cmdlet, "## SYNOPSIS\n\nGets a thing.\n", "", null, "no '## SYNOPSIS'")]
    [InlineData(Cmdlet, "Gets a thing.", "", "## SYNOPSIS", "no words below 'SYNOPSIS'")]
    [InlineData(Cmdlet, "## DESCRIPTION\n", "## DETAILS\n", "## DETAILS", "no place for 'DETAILS'", Cmdlet, 0, 2)]
    [InlineData(Cmdlet, "Things change.", "", "## NOTES", "no words below 'NOTES'")]
    [InlineData(Cmdlet, "Things change.", "## NOTES\n\nAgain.", "## NOTES", "has 'NOTES' already", Cmdlet, 2, 2)]
    [InlineData(Cmdlet, "### System.String\n\nNames.\n", "", "## INPUTS", "Below '## INPUTS'")]
    [InlineData(Cmdlet, "### System.String\n\nNames.", "### None\n\nNothing.", "## INPUTS", "takes input")]
    [InlineData(Cmdlet, "Names.", "", "### System.String", "no words for System.String")]
    [InlineData(Cmdlet, "### System.String\n\nNames.", "### System.Strin\n\nNames.", "### System.Strin", "no type System.Strin")]
    [InlineData(Cmdlet, "### System.Int32\n\nTheir number.\n", "", "## OUTPUTS", "emits System.String, System.Int32")]
    [InlineData(Cmdlet, "Get-Thing -Name a |\n    Select-Object Length", "Get-Thing |\n    (", "    (", "cannot parse")]
    [InlineData(Cmdlet, "Get-Thing -Name a |", "Get-Thing -Nam a |", "Get-Thing -Nam a |", "no parameter -Nam")]
    [InlineData(Cmdlet, "Gets them all.", "", "### All things", "Nothing says")]
    [InlineData(Cmdlet, "```powershell\nGet-Thing -Title * -WhatIf -ErrorAction Stop\n```\n", "", "### All things", "comes its code")]
    [InlineData(Cmdlet, "### All things", "#### All things", "#### All things", "more than three levels", Cmdlet, 0, 2)]
    [InlineData(Cmdlet, "- [about_Things](about_Things.md)", "- [Get-Nothing](Get-Nothing.md)", "- [Get-Nothing](Get-Nothing.md)",
        "leads to 'Get-Nothing.md'")]
    [InlineData(Cmdlet, "- [about_Things](about_Things.md)", "- [Things](about_Things.md)", "- [Things](about_Things.md)", "another text")]
    [InlineData(Cmdlet, "- [about_Things](about_Things.md)\n- [Get-Thing](Get-Thing.md)\n", "", "## RELATED LINKS", "there is no link")]
    [InlineData(Cmdlet, "The name.", "| a |\n|---|\n| b |", "| a |", "paragraphs, lists and code", Cmdlet, 0, 2)]
    [InlineData(Cmdlet, "The name.", "The <b>name</b>.", "The <b>name</b>.", "between back quotes")]
    [InlineData(Cmdlet, "# Get-Thing\n", "# Get-Things\n", null, "'Get-Things' in place of 'Get-Thing'")]
    [InlineData(Topic, "# about_Things\n", "# about_Thing\n", null, "'about_Thing' in place of 'about_Things'")]
    [InlineData(Topic, "## Short description\n\nWhat things are.\n", "", null, "first section")]
    [InlineData(Topic, "What things are.", "", "## Short description", "no words below")]
    [InlineData(Topic, "Get-Thing -Name a", "Get-Thing -Color", "Get-Thing -Color", "", Topic, 0, 0)]
    [InlineData(Topic, "Get-Thing -Name a", "Get-Thing -Colour a", "Get-Thing -Colour a", "no parameter -Colour")]
    [InlineData(Topic, "Get-Thing -Name a",
        "Get-Thing -Name a |\n    Select-Object Length, Aaaaaaaaaaaaaaaaaaaaaaa, Bbbbbbbbbbbbbbbbbbbbbbbbbbb", null,
        "72 are the most", Topic, 12)]
    [InlineData(Topic, "| Blue | Another. |", "| Blue | Another. | |", "| Kind | What it is |", "two columns")]
    [InlineData(Topic, "- an item", "> a quotation", "> a quotation", "An about topic has paragraphs")]
    [InlineData("Get-Other.md", null, "# Get-Other\n", null, "no cmdlet Get-Other")]
    public void A_gap_or_a_mistake_is_reported_with_its_place(
        string page, string? text, string replacement, string? line, string message, string? reportedIn = null, int further = 0,
        int count = 1)
    {
        using var words = new WordsFolder();
        words.Change(page, text, replacement);

        var problems = ModuleHelp.Read([typeof(GetThingCommand)], words.Path).Problems;

        Assert.True(problems.Count == count, string.Join("\n", problems));
        if (count == 0)
            return;
        var path = words.PathOf(reportedIn ?? page);
        var place = (line is null ? 1 : words.LineOf(reportedIn ?? page, line)) + further;
        Assert.True(place > 0, $"The test looks for a line that is not there: {line}");
        Assert.Contains(problems,
            problem => problem.File == path && problem.Line == place && problem.Text.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_reported()
    {
        using var words = new WordsFolder();
        File.Delete(words.PathOf(Cmdlet));

        var problems = ModuleHelp.Read([typeof(GetThingCommand)], words.Path).Problems;

        Assert.Contains(problems, problem => problem.File == words.PathOf(Cmdlet) && problem.Text == "Get-Thing has no page.");
    }

    [Fact]
    public void A_parameter_without_words_ends_the_program_with_an_error_that_MSBuild_reads_and_writes_nothing()
    {
        using var words = new WordsFolder();
        words.Change(Cmdlet, "### -Quick\n\nDoes not look twice.\n", "");
        var output = new StringWriter();

        var code = Program.Run([typeof(GetThingCommand).Assembly.Location, words.Path, words.Output], output);

        Assert.Equal(1, code);
        Assert.StartsWith($"{words.PathOf(Cmdlet)}({words.LineOf(Cmdlet, "## PARAMETERS")}): error HELP: -Quick has no words.",
            output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(words.Output));
    }
}
