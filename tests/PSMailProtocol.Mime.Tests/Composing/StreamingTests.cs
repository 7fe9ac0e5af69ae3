using System;
using System.IO;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Memory does not grow with what is attached.</summary>
public class StreamingTests
{
    private const long Gigabyte = 1L << 30;

    private const long Allowed = 2 << 20;

    [Fact]
    public void AGigabyteFromAFileComposesInFlatMemory()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.OpenWrite(path))
                file.SetLength(Gigabyte);
            MailDraft draft = Drafts.Fixed();
            draft.Attachments.Add(DraftAttachment.FromFile(path, "big.bin"));

            long before = GC.GetAllocatedBytesForCurrentThread();
            ComposedMessage message = draft.Compose();
            var sink = new CountingStream(Stream.Null);
            message.WriteTo(sink);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowed);
            Assert.Equal(message.Length, sink.Length);
            Assert.True(sink.Length > Gigabyte / 57 * 78);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ALargeStreamThatCannotSeekWaitsInAFile()
    {
        const int Size = 128 << 20;
        using var source = new OneWayStream(new byte[Size]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DraftAttachment attachment = DraftAttachment.FromStream(source, "x");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 48 << 20);

        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(attachment);
        ComposedMessage message = draft.Compose();
        var sink = new CountingStream(Stream.Null);
        message.WriteTo(sink);
        Assert.Equal(message.Length, sink.Length);
    }
}
