using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>What is no ordinary file on the disk, and one whose length changes.</summary>
public sealed class AttachedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The system tells 0 as the length of the first ones, and more than they have as that of the last ones.</summary>
    [Theory]
    [InlineData("/proc/version")]
    [InlineData("/proc/filesystems")]
    [InlineData("/proc/self/cmdline")]
    [InlineData("/sys/devices/system/cpu/online")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public void A_file_whose_length_is_not_told_goes_out_whole(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return;

        using var content = new MemoryStream();
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1))
            file.CopyTo(content);
        ComposedMessage message = Attached(path).Compose();

        Assert.NotEqual(0, content.Length);
        Assert.Equal(content.ToArray(), ContentOf(message));
        Assert.Equal(message.Length, Drafts.Bytes(message).Length);
    }

    [Theory]
    [InlineData("pipe", "a pipe")]
    [InlineData("link to pipe", "a pipe")]
    [InlineData("socket", "a socket")]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/zero", "a device")]
    public void What_is_no_file_is_refused_and_not_waited_for(string name, string kind)
    {
        if (OperatingSystem.IsWindows())
            return;

        string path = Path.Combine(_folder.FullName, name);
        string pipe = Path.Combine(_folder.FullName, "pipe");
        MakePipe(pipe);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link to pipe"), pipe);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "socket")));

        // With somebody at its other end a pipe can be opened, so that one that is not refused fails here and does not hang.
        using var end = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);

        foreach (Action attach in new Action[] { () => DraftAttachment.FromFile(path), () => RawMessage.FromFile(path, MailFields.Read) })
        {
            var failure = Assert.Throws<MailException>(attach);
            Assert.Same(MailErrors.AttachmentUnreadable, failure.Error);
            Assert.Contains(path, failure.Message);
            Assert.Contains(kind, failure.Message);
        }
    }

    [Theory]
    [InlineData("", "more", "")]
    [InlineData("log", "log and more", "log")]
    [InlineData("log", "LOG", "LOG")]
    [InlineData("log", "lo", null)]
    [InlineData("log", "", null)]
    public void What_a_file_had_when_the_message_was_composed_is_sent_or_nothing(string before, string after, string? sent)
    {
        string path = Path.Combine(_folder.FullName, "x.bin");
        File.WriteAllText(path, before);
        MailDraft draft = Attached(path);
        ComposedMessage message = draft.Compose();
        File.WriteAllText(path, after);

        if (sent is null)
        {
            var failure = Assert.Throws<MailException>(() => Drafts.Bytes(message));
            Assert.Same(MailErrors.AttachmentUnreadable, failure.Error);
            Assert.Contains($"{before.Length} bytes", failure.Message);
        }
        else
        {
            Assert.Equal(sent, Encoding.ASCII.GetString(ContentOf(message)));
            Assert.Equal(message.Length, Drafts.Bytes(message).Length);
        }

        Assert.Equal(after, Encoding.ASCII.GetString(ContentOf(draft.Compose())));
    }

    private static MailDraft Attached(string path)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromFile(path, "x.bin"));
        return draft;
    }

    private static byte[] ContentOf(ComposedMessage message) =>
        MailMessage.Read(RawMail.FromBytes(Drafts.Bytes(message))).Attachments[0].ToArray();

    private static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
