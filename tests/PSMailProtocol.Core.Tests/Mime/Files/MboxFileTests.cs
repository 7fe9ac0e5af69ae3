using System;
using System.IO;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Files;

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
}
