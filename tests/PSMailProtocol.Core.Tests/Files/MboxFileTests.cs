using System;
using System.IO;
using System.Text;
using PSMailProtocol.Files;
using Xunit;

namespace PSMailProtocol.Tests.Files;

public sealed class MboxFileTests : IDisposable
{
    private const string Separator = "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    private string FilePath => Path.Combine(_folder.FullName, "mail.mbox");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", "")]
    [InlineData("From a\nb\n\n", "From a\nb\n\n")]
    [InlineData("From a\r\nb\r\n\r\n", "From a\r\nb\r\n\r\n")]
    [InlineData("From a\nb\n", "From a\nb\n\n")]
    [InlineData("From a\nb", "From a\nb\n\n")]
    [InlineData("From a\r\nb\r\n", "From a\r\nb\r\n\n")]
    public void Messages_are_appended_to_whatever_is_there(string before, string expected)
    {
        File.WriteAllText(FilePath, before);

        using (var file = MboxFile.Open(FilePath))
        {
            file.Append(stream => stream.Write("one\n"u8), null, null);
            file.Append(stream => stream.Write("two\n"u8), null, null);
        }

        Assert.Equal(expected + Separator + "one\n\n" + Separator + "two\n\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("From a\nb")]
    [InlineData("")]
    public void What_fails_halfway_leaves_the_file_as_it_was(string before)
    {
        File.WriteAllText(FilePath, before);

        using (var file = MboxFile.Open(FilePath))
        {
            var error = Assert.Throws<MailException>(() => file.Append(
                stream =>
                {
                    stream.Write(new byte[200_000]);
                    throw new IOException("the source broke off");
                },
                null,
                null));
            Assert.Equal(MailErrors.FileNotWritten, error.Error);
        }

        Assert.Equal(before, File.ReadAllText(FilePath));
    }

    /// <summary>In the middle of its line From, of its content, and at the octet that no buffer holds back any more.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(70_000)]
    public void A_full_disk_leaves_what_was_there_and_takes_what_fits_again(int room)
    {
        var first = Separator + "one\n\n";
        using (var file = new MboxFile(new FullDiskFile(FilePath, first.Length + room)))
        {
            file.Append(stream => stream.Write("one\n"u8), null, null);
            var error = Assert.Throws<MailException>(() => file.Append(stream => stream.Write(new byte[200_000]), null, null));

            Assert.Equal(MailErrors.FileNotWritten, error.Error);
            Assert.EndsWith("No space left", error.Message, StringComparison.Ordinal);
            Assert.Equal(first, File.ReadAllText(FilePath));
            if (room >= 100)
                file.Append(stream => stream.Write("two\n"u8), null, null);
        }

        Assert.Equal(room < 100 ? first : first + Separator + "two\n\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void When_the_file_cannot_be_cut_back_it_says_so_and_cuts_before_it_goes_on()
    {
        var disk = new FullDiskFile(FilePath, 100_000) { RefusesCuts = true };
        using (var file = new MboxFile(disk))
        {
            file.Append(stream => stream.Write("one\n"u8), null, null);
            var length = disk.Length;
            for (var i = 0; i < 2; i++)
            {
                var error = Assert.Throws<MailException>(() => file.Append(stream => stream.Write(new byte[200_000]), null, null));

                Assert.Equal(MailErrors.FileNotWritten, error.Error);
                Assert.Contains($"could not be cut back to its {length} octets", error.Message, StringComparison.Ordinal);
            }

            disk.RefusesCuts = false;
            file.Append(stream => stream.Write("two\n"u8), null, null);
        }

        Assert.Equal(Separator + "one\n\n" + Separator + "two\n\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void What_breaks_off_for_another_reason_is_cut_as_well()
    {
        using (var file = MboxFile.Open(FilePath))
        {
            file.Append(stream => stream.Write("one\n"u8), null, null);
            Assert.Throws<OperationCanceledException>(() => file.Append(
                stream =>
                {
                    stream.Write(new byte[200_000]);
                    throw new OperationCanceledException();
                },
                null,
                null));
        }

        Assert.Equal(Separator + "one\n\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("\n\nFrom a Mon Jan  5 10:15:00 2026\nb\n\n")]
    [InlineData("\uFEFFFrom a\nb\n\n")]
    public void What_stands_before_the_first_line_makes_it_no_other_file(string before)
    {
        File.WriteAllText(FilePath, before);

        using (var file = MboxFile.Open(FilePath))
            file.Append(stream => stream.Write("one\n"u8), null, null);

        Assert.Equal(Encoding.UTF8.GetBytes(before + Separator + "one\n\n"), File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void A_file_of_another_kind_is_left_alone()
    {
        File.WriteAllText(FilePath, "important");

        var error = Assert.Throws<MailException>(() => MboxFile.Open(FilePath));

        Assert.Equal(MailErrors.InvalidMbox, error.Error);
        Assert.Equal("important", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
    {
        var error = Assert.Throws<MailException>(() => MboxFile.Open(Path.Combine(FilePath, "x.mbox")));

        Assert.Equal(MailErrors.FileNotWritten, error.Error);
    }

    /// <summary>A file on a disk with so much room.</summary>
    private sealed class FullDiskFile(string path,
        long room) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1)
    {
        public bool RefusesCuts { get; set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            // A disk takes what fits and then says that it is full.
            var fits = (int)Math.Min(count, room - Position);
            base.Write(buffer, offset, fits);
            if (fits < count)
                throw new IOException("No space left");
        }

        public override void SetLength(long value)
        {
            if (RefusesCuts)
                throw new IOException("No cut today");
            base.SetLength(value);
        }
    }

    [Fact]
    public void A_disk_that_is_full_is_an_error_of_each_message_that_has_no_room()
    {
        // A device that is always full, where there is one.
        if (!OperatingSystem.IsLinux())
            return;

        using var file = new MboxFile(new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1));
        for (var i = 0; i < 2; i++)
            Assert.Same(MailErrors.FileNotWritten,
                Assert.Throws<MailException>(() => file.Append(stream => stream.Write("x"u8), null, null)).Error);
    }
}
