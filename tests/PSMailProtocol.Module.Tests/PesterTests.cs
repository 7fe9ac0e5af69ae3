using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>Runs the Pester files of this folder, a row a file. <c>Invoke-Pester</c> in the folder runs the same.</summary>
public class PesterTests
{
    /// <summary>Full names of tests that a machine may skip, since it lacks what they need.</summary>
    private static readonly string[] MayBeSkipped =
    [
        // Devices, sockets and pipes with names are those of Linux.
        "Mail files.that are none.are no target: a device named /dev/null",
        "Mail files.that are none.are no target: a device named link",
        "Mail files.that are none.are no target: a socket named socket",
        "Mail files.that are none.are no target: a pipe named pipe",
        "What is no file.is an error that says what to do: a pipe by name",
        "What is no file.is an error that says what to do: a pipe among files",
        "What is no file.is an error that says what to do: a device for a message",
        "What is no file.is an error that says what to do: a pipe to import",
        "What is no file.is an error that says what to do: a device to import",
        "What is no file.is sent if only its length is unknown",
        "What is no file.is imported if only its length is unknown, up to -MaximumSize",
        "A message over what is there.is written into what a link names",
        "A file that is replaced.keeps its mode and its links, by m.eml",
        "A file that is replaced.keeps its mode and its links, by link.eml",
        "A file that is replaced.keeps them if it is the source too",
        "A file that is replaced.is made with the mode that the shell gives if a link names it and it is not there",
        "A file that is replaced.is named for what it is if it is a link that leads to no folder",
        "A file that is replaced.has nothing beside it that a killed process left behind, as long as nobody holds it",
    ];

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(PesterRun.Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void All_pass_in(string file)
    {
        var run = PesterRun.Of(Path.Combine(PesterRun.Folder, file));

        var isGood = run.IsGood(MayBeSkipped);
        run.AddCounts(file, isGood);
        Assert.True(isGood, run.Describe(MayBeSkipped));
    }
}
