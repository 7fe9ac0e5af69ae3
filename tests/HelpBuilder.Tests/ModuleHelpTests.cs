using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace PSMailProtocol.HelpBuilder.Tests;

/// <summary>What is made of the words and of what the assembly knows.</summary>
public class ModuleHelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    [Theory]
    [InlineData("Quick", "System.Management.Automation.SwitchParameter", "false", "named", "False", "none", "false", "False",
        "Does not look twice.")]
    [InlineData("Name", "System.String[]", "true", "0", "True (ByValue, ByPropertyName)", "Title, Label", "true", "None", "The name.")]
    [InlineData("Id", "System.Int32", "true", "named", "False", "none", "false", "None", "The number.")]
    [InlineData("Day", "System.DayOfWeek", "false", "named", "False", "none", "false", "Friday",
        "The day.|Values: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday.")]
    [InlineData("Port", "System.Int32", "false", "named", "False", "none", "false", "3", "The port.|Mostly 3.|Values: 1 to 9.")]
    [InlineData("Color", "System.String", "false", "named", "False", "none", "false", "None", "The color.|Values: Red, Blue.")]
    [InlineData("First", "System.Int32", "false", "named", "False", "none", "false", "All", "How many.")]
    [InlineData("WhatIf", "System.Management.Automation.SwitchParameter", "false", "named", "False", "wi", "false", "False", "Only looks.")]
    [InlineData("Confirm", "System.Management.Automation.SwitchParameter", "false", "named", "False", "cf", "false", "True", "Asks.")]
    public void A_parameter_has_its_words_and_what_the_assembly_says(
        string name, string type, string required, string position, string pipeline, string aliases, string globbing, string defaultValue,
        string words)
    {
        var parameter = Make().Descendants(Command + "parameters").Single().Elements()
            .Single(entry => entry.Element(Maml + "name")!.Value == name);

        Assert.Equal(
            [required, position, pipeline, aliases, globbing],
            new[] { "required", "position", "pipelineInput", "aliases", "globbing" }.Select(field => parameter.Attribute(field)!.Value));
        Assert.Equal(type, parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value);
        Assert.Equal(defaultValue, parameter.Element(Dev + "defaultValue")!.Value);
        Assert.Equal(words.Split('|'), parameter.Descendants(Maml + "para").Select(paragraph => paragraph.Value));
    }

    [Fact]
    public void Hidden_parameters_and_the_sets_that_need_one_are_not_shown()
    {
        var help = Make();

        Assert.Equal(
            ["Quick", "Name", "Id", "Day", "Port", "Color", "First", "WhatIf", "Confirm"],
            help.Descendants(Command + "parameters").Single().Elements().Select(parameter => parameter.Element(Maml + "name")!.Value));
        Assert.Equal(
            ["Name Quick Day Port Color First WhatIf Confirm", "Id Quick Day Port Color First WhatIf Confirm"],
            help.Descendants(Command + "syntaxItem").Select(
                set => string.Join(' ', set.Elements(Command + "parameter").Select(parameter => parameter.Element(Maml + "name")!.Value))));
    }

    [Fact]
    public void Markdown_becomes_plain_text_and_code_stays_as_it_is()
    {
        var command = Make().Descendants(Command + "command").Single();

        Assert.Equal(
            ["Looks for things by -Name, of A <b> and <c@example.com>.", "- one", "- Get-Thing"],
            command.Element(Maml + "description")!.Elements().Select(paragraph => paragraph.Value));
        Assert.Equal("Get-Thing -Name a |\n    Select-Object Length", command.Descendants(Dev + "code").First().Value);
        Assert.Equal("-------- Example 2: All things --------", command.Descendants(Maml + "title").ElementAt(1).Value);
        Assert.Equal("about_Things\nGet-Thing", Assert.Single(command.Descendants(Maml + "linkText")).Value);
        Assert.Empty(command.Descendants(Maml + "uri"));
    }

    [Fact]
    public void A_link_with_an_address_has_it()
    {
        var help = Make(
            words => words.Change(WordsFolder.Cmdlet, "- [about_Things](about_Things.md)", "- [Online](https://example.com/thing)"));

        Assert.Equal(["Online", "Get-Thing"], help.Descendants(Maml + "linkText").Select(text => text.Value));
        Assert.Equal("https://example.com/thing", Assert.Single(help.Descendants(Maml + "uri")).Value);
    }

    [Fact]
    public void An_about_topic_fits_a_console()
    {
        using var words = new WordsFolder();
        Directory.CreateDirectory(words.Output);
        var old = Path.Combine(words.Output, "about_Old.help.txt");
        File.WriteAllText(old, "old");

        Write(words);

        Assert.False(File.Exists(old));
        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A thing is described here in so many words that they take more than one line
                of a console.

                    Get-Thing -Name a

                    Kind  What it is
                    Red   A thing that is red, and of which there is rather more to say than
                          a line holds.
                    Blue  Another.

                - an item

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Path.Combine(words.Output, "about_Things.help.txt")));
    }

    private static XDocument Make(Action<WordsFolder>? change = null)
    {
        using var words = new WordsFolder();
        change?.Invoke(words);
        Write(words);
        return XDocument.Load(Path.Combine(words.Output, "HelpBuilder.Tests.dll-Help.xml"), LoadOptions.PreserveWhitespace);
    }

    private static void Write(WordsFolder words)
    {
        var output = new StringWriter();
        Assert.True(Program.Run([typeof(GetThingCommand).Assembly.Location, words.Path, words.Output], output) == 0, output.ToString());
    }
}
