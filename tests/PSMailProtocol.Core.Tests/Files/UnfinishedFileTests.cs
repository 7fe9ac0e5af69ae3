using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Files;

/// <summary>What a process that was killed left behind, and who may read what is written.</summary>
public sealed class UnfinishedFileTests : IDisposable
{
    private static readonly string Hex = new('a', 32);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmailprotocol-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A name, its age in hours, and whether it is cleared away.</summary>
    [Theory]
    [InlineData(".psmail-HEX.tmp", 25, true)]
    [InlineData(".psmail-HEX.tmp", 23, false)]
    [InlineData(".psmail-HEX.tmp.eml", 25, false)]
    [InlineData(".psmail-mine.tmp", 25, false)]
    [InlineData("x.psmail-HEX.tmp", 25, false)]
    [InlineData("psmail-HEX.tmp", 25, false)]
    [InlineData(".psmail-HEXa.tmp", 25, false)]
    public void The_next_run_clears_away_what_is_ours_and_old(string name, int hours, bool isCleared)
    {
        var path = Make(name.Replace("HEX", Hex), hours);

        new DestinationFolder(_folder.FullName).Save("saved.txt", stream => stream.Write("x"u8), ExistingFileAction.Number);

        Assert.Equal(!isCleared, File.Exists(path));
        Assert.Equal(isCleared ? 1 : 2, _folder.GetFiles().Length);
    }

    [Fact]
    public void What_somebody_holds_stays_and_so_does_a_link()
    {
        var held = Make($".psmail-{Hex}.tmp", 0);
        var target = Make("mine.txt", 25);
        using (new FileStream(held, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddHours(-25));
            if (!OperatingSystem.IsWindows())
                File.CreateSymbolicLink(Path.Combine(_folder.FullName, $".psmail-{new string('b', 32)}.tmp"), target);

            UnfinishedFile.Clear(_folder.FullName, DateTime.UtcNow.AddHours(-24));
            Assert.True(File.Exists(held));
        }

        UnfinishedFile.Clear(_folder.FullName, DateTime.UtcNow.AddHours(-24));
        Assert.False(File.Exists(held));
        Assert.True(File.Exists(target));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Fact]
    public void A_folder_is_looked_through_once()
    {
        var first = UnfinishedFile.PathIn(_folder.FullName);
        var late = Make($".psmail-{Hex}.tmp", 25);

        Assert.NotEqual(first, UnfinishedFile.PathIn(_folder.FullName));
        Assert.True(File.Exists(late));
    }

    /// <summary>A spool is its owner's alone; what is saved is as readable as any file that the user makes.</summary>
    [Fact]
    public void A_spool_is_private_and_a_saved_file_follows_the_umask()
    {
        using (var spool = SpoolFile.Create())
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(spool.SafeFileHandle));
        }

        var plain = Path.Combine(_folder.FullName, "plain.txt");
        File.WriteAllText(plain, "x");
        var saved = new DestinationFolder(_folder.FullName).Save("saved.txt", stream => stream.Write("xy"u8),
            ExistingFileAction.Number).Path;
        using (MboxFile.Open(Path.Combine(_folder.FullName, "saved.mbox")))
        {
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(File.GetUnixFileMode(plain), File.GetUnixFileMode(saved));
            Assert.Equal(File.GetUnixFileMode(plain), File.GetUnixFileMode(Path.Combine(_folder.FullName, "saved.mbox")));
        }
    }

    /// <summary>A link to nothing is there for whoever looks at the folder, so "no such file" explains nothing.</summary>
    [Theory]
    [InlineData("no/such/file")]
    [InlineData("twelve.octet")]
    public void A_link_to_nothing_is_named_where_it_should_be_replaced(string target)
    {
        if (OperatingSystem.IsWindows())
            return;

        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "saved.txt"), target);
        var folder = new DestinationFolder(_folder.FullName);
        void Save(ExistingFileAction action) =>
            folder.Save("saved.txt", stream => stream.Write(Encoding.ASCII.GetBytes("twelve.octet")), action);

        var failure = Assert.Throws<MailException>(() => Save(ExistingFileAction.Replace));
        Assert.Same(MailErrors.FileNotWritten, failure.Error);
        Assert.Contains($"saved.txt cannot be replaced: it is a link to {target}, where there is nothing", failure.Message);

        Save(ExistingFileAction.Number);
        Assert.Equal(["saved (2).txt", "saved.txt"], _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_to_no_folder_is_named_where_a_mbox_should_be()
    {
        if (OperatingSystem.IsWindows())
            return;

        var path = Path.Combine(_folder.FullName, "link.mbox");
        File.CreateSymbolicLink(path, "no/such/file");

        Assert.Contains("a link to no/such/file, where there is nothing", Assert.Throws<MailException>(() => MboxFile.Open(path)).Message);
    }

    private string Make(string name, int hours)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hours));
        return path;
    }
}
