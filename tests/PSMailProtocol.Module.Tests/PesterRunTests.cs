using System;
using System.IO;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A file that tests nothing, or not all it should, is no file that passes.</summary>
public class PesterRunTests
{
    [Theory]
    [InlineData("Describe 'd' { It 'passes' { 1 | Should -Be 1 }; It 'is skipped' -Skip { } }", true,
        "1 of 2 tests passed, 0 failed, 0 did not run, 1 were skipped.")]
    [InlineData("Describe 'd' { It 'skips itself' { Set-ItResult -Skipped } }", false,
        "d.skips itself was skipped and is not among those that may be.")]
    [InlineData("", false, "0 of 0 tests passed")]
    [InlineData("Describe 'd' { It 'fails' { 1 | Should -Be 2 } }", false, "Expected 2, but got 1.")]
    [InlineData("Describe 'd' { BeforeAll { throw 'before' }; It 'never begins' { } }", false, "before")]
    [InlineData("Describe 'd' { It 'passes' { 1 | Should -Be 1 }; AfterAll { throw 'after all' } }", false, "after all")]
    [InlineData("throw 'while it loads'", false, "while it loads")]
    [InlineData("Describe 'd' { It 'passes' { [Environment]::Exit(0) } }", false, "did not run to its end")]
    public void Is_good_only_if_every_test_ran(string script, bool isGood, string said)
    {
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var file = Path.Combine(folder.FullName, "One.Tests.ps1");
            File.WriteAllText(file, script);

            string[] mayBeSkipped = ["d.is skipped"];
            var run = PesterRun.Of(file);

            Assert.Equal(isGood, run.IsGood(mayBeSkipped));
            Assert.Contains(said, run.Describe(mayBeSkipped), StringComparison.Ordinal);
        }
        catch (InvalidOperationException e)
        {
            Assert.False(isGood);
            Assert.Contains(said, e.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
