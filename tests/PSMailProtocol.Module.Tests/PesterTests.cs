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
        "What is no file.is an error that says what to do: a pipe by name",
        "What is no file.is an error that says what to do: a pipe among files",
        "What is no file.is an error that says what to do: a device for a message",
        "What is no file.is an error that says what to do: a pipe to import",
        "What is no file.is an error that says what to do: a device to import",
        "What is no file.is sent if only its length is unknown",
        "What is no file.is imported if only its length is unknown, up to -MaximumSize",
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
