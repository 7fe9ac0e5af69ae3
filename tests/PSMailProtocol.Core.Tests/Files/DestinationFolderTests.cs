using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Files;
using Xunit;

namespace PSMailProtocol.Tests.Files;

public sealed class DestinationFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("psmail-test-");
    private readonly DestinationFolder _folder;

    public DestinationFolderTests() => _folder = new DestinationFolder(Path.Combine(_root.FullName, "a", "b"));

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void The_folder_is_made_with_the_first_file()
    {
        Assert.False(Directory.Exists(_folder.FullPath));

        var saved = Save("x.txt", "one");

        Assert.True(saved.IsNew);
        Assert.Equal(Path.Combine(_folder.FullPath, "x.txt"), saved.Path);
        Assert.Equal("one", File.ReadAllText(saved.Path));
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        Assert.Equal(["x.txt", "x (2).txt", "x (3).txt"], new[] { "one", "two", "three" }.Select(text => NameOf(Save("x.txt", text))));
        Assert.Equal(["x (2).txt=two", "x (3).txt=three", "x.txt=one"], Files());
    }

    [Fact]
    public void Names_that_differ_in_case_alone_are_one()
    {
        Assert.Equal(["X.txt", "x (2).TXT", "x (3).txt"],
            new[] { "X.txt", "x.TXT", "x.txt" }.Select((name, i) => NameOf(Save(name, $"{i}"))));
    }

    [Fact]
    public void A_file_of_another_case_that_was_there_is_not_overwritten()
    {
        Put("REPORT.pdf", "old");

        Assert.Equal("report (2).pdf", NameOf(Save("report.pdf", "new")));
        Assert.Equal(["REPORT.pdf=old", "report (2).pdf=new"], Files());
    }

    [Fact]
    public void Different_names_that_become_one_do_not_collide()
    {
        Assert.Equal(["x.txt", "x (2).txt", "x (3).txt"],
            new[] { "../x.txt", "C:\\x.txt", "/tmp/x.txt." }.Select((name, i) => NameOf(Save(name, $"{i}"))));
    }

    [Theory]
    [InlineData(ExistingFileAction.Number)]
    [InlineData(ExistingFileAction.Refuse)]
    [InlineData(ExistingFileAction.Replace)]
    public void The_same_content_is_not_saved_twice(ExistingFileAction action)
    {
        Put("x.txt", "one");

        Assert.All(Enumerable.Range(0, 3), _ =>
        {
            var saved = Save("x.txt", "one", action);
            Assert.False(saved.IsNew);
            Assert.Equal("x.txt", NameOf(saved));
        });
        Assert.Equal(["x.txt=one"], Files());
    }

    [Fact]
    public void A_second_run_finds_what_the_first_has_numbered()
    {
        Save("x.txt", "one");
        Save("x.txt", "two");
        var again = new DestinationFolder(_folder.FullPath);

        Assert.Equal("x (2).txt", NameOf(Save("x.txt", "two", folder: again)));
        Assert.Equal("x.txt", NameOf(Save("x.txt", "one", folder: again)));
        Assert.Equal(["x (2).txt=two", "x.txt=one"], Files());
    }

    [Fact]
    public void Refusing_leaves_what_was_there()
    {
        Put("x.txt", "old");

        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<MailException>(() => Save("X.TXT", "new", ExistingFileAction.Refuse));
            Assert.Equal(MailErrors.FileExists, error.Error);
        }

        Assert.Equal(["x.txt=old"], Files());
    }

    [Fact]
    public void Replacing_replaces_what_was_there_before_and_nothing_of_its_own()
    {
        Put("x.txt", "old");

        Assert.Equal(["x.txt", "x (2).txt", "x.txt"],
            new[] { "one", "two", "one" }.Select(text => NameOf(Save("x.txt", text, ExistingFileAction.Replace))));
        Assert.Equal(["x (2).txt=two", "x.txt=one"], Files());
    }

    [Fact]
    public void A_folder_of_the_name_is_passed_by()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullPath, "x"));

        Assert.Equal("x (2)", NameOf(Save("x", "one", ExistingFileAction.Replace)));
        Assert.Equal("x (3)", NameOf(Save("x", "two")));
    }

    [Fact]
    public void A_link_out_of_the_folder_is_not_followed()
    {
        var outside = Path.Combine(_root.FullName, "outside.txt");
        File.WriteAllText(outside, "outside");
        Directory.CreateDirectory(_folder.FullPath);
        File.CreateSymbolicLink(Path.Combine(_folder.FullPath, "x.txt"), outside);
        File.CreateSymbolicLink(Path.Combine(_folder.FullPath, "y.txt"), Path.Combine(_root.FullName, "nowhere.txt"));

        Assert.Equal("x (2).txt", NameOf(Save("x.txt", "one")));
        Assert.Equal("y (2).txt", NameOf(Save("y.txt", "one")));
        Assert.Equal("x.txt", NameOf(Save("x.txt", "two", ExistingFileAction.Replace, new DestinationFolder(_folder.FullPath))));
        Assert.Equal("outside", File.ReadAllText(outside));
        Assert.False(File.Exists(Path.Combine(_root.FullName, "nowhere.txt")));
    }

    [Fact]
    public void A_file_that_appears_meanwhile_is_safe()
    {
        Save("first.txt", "one");
        Put("x.txt", "of another program");

        Assert.Equal("x (2).txt", NameOf(Save("x.txt", "one")));
        Assert.Contains("x.txt=of another program", Files());
    }

    [Fact]
    public void What_fails_halfway_leaves_nothing()
    {
        Put("x.txt", "old");

        foreach (var action in Enum.GetValues<ExistingFileAction>())
        {
            var error = Assert.Throws<MailException>(() => _folder.Save("x.txt", stream =>
            {
                stream.Write("half"u8);
                throw new IOException("the source broke off");
            }, action));
            Assert.Equal(MailErrors.FileNotWritten, error.Error);
            Assert.Contains("the source broke off", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["x.txt=old"], Files());
    }

    [Fact]
    public void A_destination_that_is_a_file_is_an_error()
    {
        var file = Path.Combine(_root.FullName, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<MailException>(() => Save("x.txt", "one", folder: new DestinationFolder(file)));

        Assert.Equal(MailErrors.FileNotWritten, error.Error);
    }

    [Fact]
    public void The_root_of_a_volume_can_be_a_destination()
    {
        var root = Path.GetPathRoot(_root.FullName)!;

        Assert.Equal(Path.Combine(root, "x.txt"), new DestinationFolder(root).PathOf("../x.txt"));
    }

    [Fact]
    public void What_has_to_be_on_the_disk_itself_is_saved_as_anything_else()
    {
        var nested = Path.Combine(_folder.FullPath, "c") + Path.DirectorySeparatorChar;

        Assert.True(Save("x.txt", "one", folder: new DestinationFolder(nested, isDurable: true)).IsNew);
        Assert.False(Save("x.txt", "one", folder: new DestinationFolder(nested, isDurable: true)).IsNew);
        Assert.Equal("x.txt", NameOf(Save("x.txt", "two", ExistingFileAction.Replace, new DestinationFolder(nested, isDurable: true))));
        Assert.Equal("two", File.ReadAllText(Path.Combine(nested, "x.txt")));
    }

    [Fact]
    public void A_folder_that_is_gone_is_not_on_the_disk()
    {
        FolderEntries.Flush(_root.FullName);
        FolderEntries.Flush(null);
        if (!OperatingSystem.IsWindows())
            Assert.Throws<IOException>(() => FolderEntries.Flush(_folder.FullPath));
    }

    [Fact]
    public void Many_of_one_name_need_one_look_each()
    {
        for (var i = 0; i < 300; i++)
            Save("image001.png", $"{i}");
        var again = new DestinationFolder(_folder.FullPath);
        for (var i = 299; i >= 0; i--)
            Assert.False(Save("image001.png", $"{i}", folder: again).IsNew);

        Assert.Equal(300, Files().Length);
    }

    [Fact]
    public void A_pipe_of_the_same_name_is_other_content_and_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateDirectory(_folder.FullPath);
        using (var made = Process.Start("mkfifo", [Path.Combine(_folder.FullPath, "x.txt")]))
            made.WaitForExit();

        Assert.Equal("x (2).txt", NameOf(Save("x.txt", "")));
        Assert.False(Save("x.txt", "", folder: new DestinationFolder(_folder.FullPath)).IsNew);
    }

    private SavedFile Save(string name, string text, ExistingFileAction action = ExistingFileAction.Number,
        DestinationFolder? folder = null) =>
        (folder ?? _folder).Save(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)), action);

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(_folder.FullPath);
        File.WriteAllText(Path.Combine(_folder.FullPath, name), text);
    }

    private static string NameOf(SavedFile saved) => Path.GetFileName(saved.Path);

    private string[] Files() => [.. Directory.GetFiles(_folder.FullPath)
        .Select(path => Path.GetFileName(path) + "=" + File.ReadAllText(path))
        .Order(StringComparer.Ordinal)];
}
