using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSMailProtocol.HelpBuilder.Tests;

/// <summary>A folder with words for <see cref="GetThingCommand"/> that nothing is wrong with, until a test changes them.</summary>
internal sealed class WordsFolder : IDisposable
{
    public const string Cmdlet = "Get-Thing.md";
    public const string Shared = "parameters.md";
    public const string Topic = "about_Things.md";

    private static readonly Dictionary<string, string> Pages = new()
    {
        [Cmdlet] = """
            # Get-Thing

            ## SYNOPSIS

            Gets a thing.

            ## DESCRIPTION

            Looks for *things* by `-Name`,
            of `A <b>` and <c@example.com>.

            - one
            - [Get-Thing](Get-Thing.md)

            ## EXAMPLES

            ### One thing

            ```powershell
            Get-Thing -Name a |
                Select-Object Length
            ```

            Gets the thing a.

            ### All things

            ```powershell
            Get-Thing -Title * -WhatIf -ErrorAction Stop
            ```

            Gets them all.

            ## PARAMETERS

            ### -Quick

            Does not look twice.

            ### -Name

            The name.

            ### -Port

            <!-- shared -->

            Mostly 3.

            ### -Color

            The color.

            ### -First

            How many.

            Default: All

            ### -Id

            The number.

            ### -WhatIf

            Only looks.

            ### -Confirm

            Asks.

            ## INPUTS

            ### System.String

            Names.

            ## OUTPUTS

            ### System.String

            Things.

            ### System.Int32

            Their number.

            ## NOTES

            Things change.

            ## RELATED LINKS

            - [about_Things](about_Things.md)
            - [Get-Thing](Get-Thing.md)

            """,
        [Shared] = """
            # Parameters of several cmdlets

            ## -Port

            The port.

            ## -Day

            The day.

            """,
        [Topic] = """
            # about_Things

            ## Short description

            What things are.

            ## Long description

            A thing is described here in so many words that they take more than one line of a console.

            ```powershell
            Get-Thing -Name a
            ```

            | Kind | What it is |
            |---|---|
            | Red | A thing that is red, and of which there is rather more to say than a line holds. |
            | Blue | Another. |

            - an item

            """,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("HelpBuilder-").FullName;

    public WordsFolder()
    {
        foreach (var (name, text) in Pages)
            File.WriteAllText(PathOf(name), text);
        File.WriteAllText(PathOf("README.md"), "How pages are written.");
    }

    public string Path => _folder;

    public string Output => System.IO.Path.Combine(_folder, "en-US");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public string PathOf(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Replaces a text that a page has once; of a page that there is not yet the text is null.</summary>
    public void Change(string name, string? text, string replacement)
    {
        var page = text is null ? "" : File.ReadAllText(PathOf(name));
        if (text is not null && page.Split(text).Length != 2)
            throw new ArgumentException($"{name} does not have this text once: {text}", nameof(text));
        File.WriteAllText(PathOf(name), text is null ? replacement : page.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>The line of the first line of a page that is this, from 1.</summary>
    public int LineOf(string name, string line) => Array.IndexOf(File.ReadAllLines(PathOf(name)), line) + 1;
}
