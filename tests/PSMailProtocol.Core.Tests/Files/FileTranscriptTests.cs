using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PSMailProtocol.Files;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Tests.Files;

public sealed class FileTranscriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");
    private readonly List<string> _lost = [];

    private string FilePath => Path.Combine(_folder.FullName, "dialogue.txt");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_line_is_in_the_file_at_once_with_its_time_its_connection_and_who_speaks()
    {
        using var transcript = Open();
        var first = transcript.ForConnection();
        var second = transcript.ForConnection();

        first.Write(TranscriptDirection.Client, encrypted: false, "EHLO x");
        second.Write(TranscriptDirection.Server, encrypted: true, "220 \u001b[2Jhello");
        first.Write(TranscriptDirection.Connection, encrypted: true, "encrypted");
        transcript.Write(TranscriptDirection.Client, encrypted: false, "MX example.com");

        // Before it is closed: a process that is killed closes nothing.
        var lines = Lines();
        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", line));
        Assert.Equal(["== a test", "# C: EHLO x", "# S: 220 ?[2Jhello", "# *: encrypted", "C: MX example.com"], lines.Select(Said));
        Assert.Equal(Number(lines[1]), Number(lines[3]));
        Assert.NotEqual(Number(lines[1]), Number(lines[2]));
    }

    [Fact]
    public void A_later_one_is_appended_behind_an_empty_line_that_ends_a_torn_one_too()
    {
        File.WriteAllText(FilePath, "torn");
        Open().Dispose();
        Open().Dispose();

        Assert.Equal(["torn", "== a test", "", "== a test"], Lines().Select(Said));
    }

    [Fact]
    public void Several_of_a_process_keep_every_line_of_one_file()
    {
        using var first = Open();
        using var second = Open();

        Parallel.ForEach(new[] { first, second, first, second }, transcript =>
        {
            var connection = transcript.ForConnection();
            for (var i = 0; i < 200; i++)
                connection.Write(TranscriptDirection.Client, encrypted: false, $"NOOP {i}");
        });

        var lines = Lines().Select(Said).Where(line => line.Length > 0).ToArray();
        Assert.Equal(802, lines.Length);
        Assert.Equal(800, lines.Count(line => Regex.IsMatch(line, @"^# C: NOOP \d+$")));
        Assert.Equal(4, Lines().Where(line => line.Contains('#', StringComparison.Ordinal)).Select(Number).Distinct().Count());
    }

    [Fact]
    public void A_new_file_is_its_owner_s_and_one_that_is_there_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
            return;

        Open().Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));

        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(FilePath, shared);
        Open().Dispose();
        Assert.Equal(shared, File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData("missing/dialogue.txt", "there is no folder")]
    [InlineData(".", "is a folder")]
    [InlineData("pipe", "a pipe and no file")]
    [InlineData("link", "a link to")]
    [InlineData("/dev/null", "a device and no file")]
    public void What_cannot_be_a_transcript_is_refused(string name, string reason)
    {
        if (OperatingSystem.IsWindows() && name is not ("missing/dialogue.txt" or "."))
            return;
        if (name == "pipe")
            System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder.FullName, name)).WaitForExit();
        if (name == "link")
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine(_folder.FullName, "nowhere"));
        var path = Path.GetFullPath(Path.Combine(_folder.FullName, name));

        var error = Assert.Throws<MailException>(() => FileTranscript.Open(path, "a test", _lost.Add));

        Assert.Same(MailErrors.FileNotWritten, error.Error);
        Assert.Contains(reason, error.Message);
        Assert.Contains(path, error.Message);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "nowhere")));
    }

    [Fact]
    public void A_file_that_is_gone_is_told_of_once()
    {
        using var transcript = Open();
        var connection = transcript.ForConnection();
        connection.Write(TranscriptDirection.Client, encrypted: false, "one");
        Assert.Empty(_lost);

        File.Delete(FilePath);
        connection.Write(TranscriptDirection.Client, encrypted: false, "two");
        connection.Write(TranscriptDirection.Client, encrypted: false, "three");

        Assert.Contains("The file is gone", Assert.Single(_lost));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_full_disk_is_told_of_once()
    {
        if (!File.Exists("/dev/full"))
            return;

        using var transcript =
            new FileTranscript(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1), _lost.Add);
        var connection = transcript.ForConnection();

        connection.Write(TranscriptDirection.Client, encrypted: false, "one");
        connection.Write(TranscriptDirection.Client, encrypted: false, "two");

        Assert.Contains("/dev/full cannot be written any more", Assert.Single(_lost));
    }

    [Fact]
    public void What_is_said_after_the_end_is_not_kept()
    {
        var transcript = Open();
        transcript.Dispose();

        transcript.ForConnection().Write(TranscriptDirection.Client, encrypted: false, "one");

        Assert.Equal(["== a test"], Lines().Select(Said));
        Assert.Empty(_lost);
    }

    private FileTranscript Open() => FileTranscript.Open(FilePath, "a test", _lost.Add);

    private string[] Lines()
    {
        using var reader = new StreamReader(new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().TrimEnd().Split(Environment.NewLine);
    }

    private static string Said(string line) => Regex.Replace(line, @"^\S+Z (#\d+)?", match => match.Groups[1].Success ? "#" : "");

    private static string Number(string line) => Regex.Match(line, @" #\d+ ").Value;
}
