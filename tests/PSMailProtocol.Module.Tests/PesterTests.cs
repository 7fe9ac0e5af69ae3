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
    ];

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(PesterRun.Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order()];

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
