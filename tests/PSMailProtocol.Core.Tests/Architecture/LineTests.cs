using System.IO;
using System.Linq;
using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Tests.Architecture;

/// <summary>What stands beside another window, and in a review, has lines that are not too long for it.</summary>
public class LineTests
{
    private const int Longest = 140;

    private static readonly string[] Folders = ["src", "tools", "samples", "benchmarks"];

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters()
    {
        var files = Folders.SelectMany(folder => SourceFiles.In(Path.Combine(Checkout.Root, folder), ".cs", ".js", ".ps1")).ToList();

        var tooLong = files.SelectMany(file => File.ReadLines(file).Select((line, index) => (Place: $"{file}:{index + 1}", line.Length)))
            .Where(line => line.Length > Longest)
            .Select(line => $"{line.Place} has {line.Length} characters.");

        Assert.NotEmpty(files);
        Assert.Empty(tooLong);
    }
}
