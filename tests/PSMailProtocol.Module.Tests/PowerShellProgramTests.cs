using System;
using System.IO;
using PSMailProtocol.Tools;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>Which PowerShell is run, where a machine has several or none.</summary>
public sealed class PowerShellProgramTests : IDisposable
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmailprotocol-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_one_that_PWSH_names_wins()
    {
        var named = Make("named", Program);

        var found = PowerShellProgram.Find(named, Path.GetDirectoryName(Make("path", Program)), Tool());

        Assert.Equal(named, found.Path);
        var start = found.CreateStart("-Version", "a b");
        Assert.Equal(named, start.FileName);
        Assert.Equal(["-Version", "a b"], start.ArgumentList);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Then_comes_the_first_in_PATH(string? named)
    {
        string[] path = [Path.Combine(_folder.FullName, "no-folder"), _folder.FullName, Path.GetDirectoryName(Make("a", Program))!,
            Path.GetDirectoryName(Make("b", Program))!];

        Assert.Equal(Path.Combine(_folder.FullName, "a", Program),
            PowerShellProgram.Find(named, string.Join(Path.PathSeparator, path), Tool()).Path);
    }

    [Fact]
    public void The_tool_comes_last_and_is_run_by_dotnet()
    {
        var tool = Tool();

        var found = PowerShellProgram.Find(null, _folder.FullName, tool);

        Assert.StartsWith(tool, found.Path, StringComparison.Ordinal);
        var start = found.CreateStart("-Version");
        Assert.Equal("dotnet", Path.GetFileNameWithoutExtension(start.FileName));
        Assert.True(File.Exists(start.FileName), start.FileName);
        Assert.Equal(Path.GetDirectoryName(start.FileName), start.Environment["DOTNET_ROOT"]!.TrimEnd(Path.DirectorySeparatorChar));
        Assert.Equal(["exec", found.Path, "-Version"], start.ArgumentList);
    }

    [Fact]
    public void A_variable_that_names_no_file_is_an_error_whatever_else_there_is()
    {
        var error = Assert.Throws<FileNotFoundException>(
            () => PowerShellProgram.Find("/nowhere/pwsh", Path.GetDirectoryName(Make("path", Program)), Tool()));

        Assert.Contains("PWSH names '/nowhere/pwsh'", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-folder")]
    public void Without_any_the_error_says_how_to_get_one(string toolFolder)
    {
        var error = Assert.Throws<FileNotFoundException>(
            () => PowerShellProgram.Find(null, null, Path.Combine(_folder.FullName, toolFolder)));

        Assert.Contains(_folder.FullName, error.Message);
        Assert.Contains("dotnet tool restore", error.Message);
    }

    /// <summary>A tool as NuGet unpacks it: one folder for Windows, one for the others.</summary>
    private string Tool()
    {
        Make(Path.Combine("tools", "net10.0", "any", "win"), "pwsh.dll");
        Make(Path.Combine("tools", "net10.0", "any", "unix"), "pwsh.dll");
        return Path.Combine(_folder.FullName, "tools");
    }

    private string Make(string folder, string file)
    {
        var path = Path.Combine(_folder.CreateSubdirectory(folder).FullName, file);
        File.WriteAllText(path, "");
        return path;
    }
}
