using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Messages;

public class RawMessageTests
{
    [Theory]
    [InlineData("A: 1\r\nBcc: x@y\r\nB: 2\r\n\r\nBcc: body\r\n", "A: 1\r\nB: 2\r\n\r\nBcc: body\r\n")]
    [InlineData("A: 1\nBCC: x@y,\n z@y\n\tq@y\nB: 2\n\nbody", "A: 1\r\nB: 2\r\n\r\nbody\r\n")]
    [InlineData("A: 1\rbcc \t : x@y\rB: 2\r\rbody\r", "A: 1\r\nB: 2\r\n\r\nbody\r\n")]
    [InlineData("Resent-Bcc: x\r\nrEsEnT-bCc: y\r\nA: 1\r\n\r\n", "A: 1\r\n\r\n")]
    [InlineData("A: 1\r\nBcc: x@y", "A: 1\r\n")]
    [InlineData("A: 1\r\nBcc\r\n : x@y\r\n\r\nb", "A: 1\r\n\r\nb\r\n")]
    [InlineData("A: 1\r\nBccc: x\r\nX-Bcc: y\r\n\r\n", "A: 1\r\nBccc: x\r\nX-Bcc: y\r\n\r\n")]
    [InlineData("Bcc: x\r\n\r\nBcc: body\r\n", "\r\nBcc: body\r\n")]
    [InlineData("A: 1\r\r\nBcc: x\r\r\nB: 2\r\r\n\r\r\nbody\r\r\n", "A: 1\r\nB: 2\r\n\r\nbody\r\n")]
    [InlineData("\r\n\nA: 1\nBcc: x\n\n\nbody", "A: 1\r\n\r\n\r\nbody\r\n")]
    [InlineData("From a@b Sat Jan  3 01:05:34 1996\nBcc: x\nFrom: c@d\n\nbody", "From: c@d\r\n\r\nbody\r\n")]
    [InlineData(">From a@b Sat Jan\nA: 1\n\nb", "A: 1\r\n\r\nb\r\n")]
    [InlineData("From : c@d\nBcc: x\n\nb", "From : c@d\r\n\r\nb\r\n")]
    [InlineData("\u00EF\u00BB\u00BFBcc: x\r\nA: 1\r\n\r\n", "A: 1\r\n\r\n")]
    [InlineData(" Bcc: x\r\nA: 1\r\n\r\n", "A: 1\r\n\r\n")]
    [InlineData("A: 1\r\nno colon here\r\nBcc: x\r\n\r\n", "A: 1\r\nno colon here\r\n\r\n")]
    [InlineData("", "")]
    [InlineData("Bcc", "")]
    public void HeaderBlockNeverHasBccAndLinesEndInCrlf(string raw, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(raw);
        RawMessage message = RawMessage.FromBytes(bytes, MailFields.Read);
        Assert.Equal(expected, message.Text());
        Assert.Equal(expected.Length, message.Length);
        Assert.Equal(expected, RawMessage.FromWriter(stream => WriteByteWise(bytes, stream), MailFields.Read).Text());
    }

    [Fact]
    public void ANameFarFromItsColonIsStillBcc()
    {
        string raw = "A: 1\r\nBcc" + new string(' ', 3000) + ": secret@example.com\r\nB: 2\r\n\r\n";
        Assert.Equal("A: 1\r\nB: 2\r\n\r\n", RawMessage.FromBytes(Encoding.ASCII.GetBytes(raw), MailFields.Read).Text());
    }

    [Fact]
    public void WhatATransportAsksForIsRead()
    {
        RawMessage message =
            RawMessage.FromBytes(Encoding.UTF8.GetBytes(
                "From: Ann <ann@example.com>\r\nSubject: \u00e4\r\nMessage-ID:\r\n <1@x>\r\n\r\nbody"), MailFields.Read);
        Assert.Equal("ann@example.com", message.From?.Address);
        Assert.Equal("1@x", message.MessageId);
        Assert.True(message.Needs8BitMime);
        Assert.False(message.NeedsSmtputf8);

        Assert.True(
            RawMessage.FromBytes(Encoding.UTF8.GetBytes("To: a@b, \u00e4 <\u00e4@example.com>\r\n\r\n"), MailFields.Read).NeedsSmtputf8);
        RawMessage bare = RawMessage.FromBytes("X: y\r\n\r\n"u8.ToArray(), MailFields.Read);
        Assert.Null(bare.From);
        Assert.Null(bare.MessageId);
        Assert.False(bare.Needs8BitMime);
    }

    [Theory]
    [InlineData("From: a@x\r\nTo: t@x\r\nCc: c@x\r\nBcc: b@x\r\n", "a@x", "t@x c@x b@x")]
    [InlineData("From: a@x\r\nSender: s@x\r\nTo: t@x\r\n", "s@x", "t@x")]
    [InlineData("Resent-From: r@x, q@x\r\nResent-To: u@x\r\nFrom: a@x\r\nSender: s@x\r\nTo: t@x\r\n", "r@x", "u@x")]
    [InlineData(
        "Received: by x\r\nresent-sender: r@x\r\nRESENT-FROM: q@x\r\nResent-Date: x\r\nResent-Cc: u@x\r\nResent-Bcc: v@x,\r\n w@x\r\nTo: " +
        "t@x\r\n", "r@x", "u@x v@x w@x")]
    [InlineData("Resent-From: 2@x\r\nResent-To: u@x\r\nReceived: by x\r\nResent-From: 1@x\r\nResent-Bcc: v@x\r\nTo: t@x\r\n", "2@x", "u@x")]
    [InlineData("Resent-From: 2@x\r\nResent-To: u@x\r\nResent-From: 1@x\r\nResent-Cc: v@x\r\nTo: t@x\r\n", "2@x", "u@x")]
    [InlineData("Resent-Date: x\r\nFrom: a@x\r\nTo: t@x\r\n", null, "")]
    public void TheEnvelopeIsThatOfTheLastResending(string header, string? originator, string recipients)
    {
        RawMessage message = RawMessage.FromBytes(Encoding.ASCII.GetBytes(header + "\r\nbody\r\n"), MailFields.Read);
        Assert.Equal(originator, message.Originator?.Address);
        Assert.Equal(recipients, string.Join(' ', message.Recipients.Select(mailbox => mailbox.Address)));
        Assert.DoesNotContain("bcc", message.Text(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void EverySourceGivesTheSame()
    {
        byte[] body = Encoding.ASCII.GetBytes("A: 1\nBcc: x\n\n" + string.Concat(Enumerable.Repeat("line\n", 300_000)));
        string expected = RawMessage.FromBytes(body, MailFields.Read).Text();
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, body);
            RawMessage file = RawMessage.FromFile(path, MailFields.Read);
            Assert.Equal(expected, file.Text());
            Assert.Equal(expected, RawMessage.FromStream(new MemoryStream(body), MailFields.Read).Text());
            Assert.Equal(expected, RawMessage.FromStream(new OneWayStream(body), MailFields.Read).Text());

            File.AppendAllText(path, "more");
            Assert.Equal(expected, file.Text());
            File.WriteAllBytes(path, body[..^1]);
            Assert.Same(MailErrors.AttachmentUnreadable, Assert.Throws<MailException>(() => file.Octets()).Error);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Same(MailErrors.AttachmentNotFound, Assert.Throws<MailException>(() => RawMessage.FromFile(path, MailFields.Read)).Error);
    }

    /// <summary>Relays that drop NUL would see fields that are not there, or end the block elsewhere.</summary>
    [Theory]
    [InlineData("A: 1\r\nB\0cc: x@y\r\n\r\nbody")]
    [InlineData("A: 1\r\n\0Bcc: x@y\r\n\r\nbody")]
    [InlineData("\0\r\nBcc: x@y\r\n\r\nbody")]
    [InlineData("A: 1\r\n\0\r\nBcc: x@y\r\n\r\nbody")]
    [InlineData("A: 1\r\nBcc: x@y\0\r\n\r\nbody")]
    [InlineData("A: 1\r\nSubject: a\0b\r\n\r\nbody")]
    [InlineData("A: 1\0")]
    public void A_header_with_a_NUL_is_refused(string raw)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(raw);
        foreach (var read in new Func<RawMessage>[]
        {
            () => RawMessage.FromBytes(bytes, MailFields.Read),
            () => RawMessage.FromStream(new MemoryStream(bytes), MailFields.Read),
            () => RawMessage.FromWriter(stream => WriteByteWise(bytes, stream), MailFields.Read),
        })
        {
            var failure = Assert.Throws<MailException>(read);
            Assert.Same(MailErrors.InvalidHeaderValue, failure.Error);
            Assert.Contains("NUL", failure.Message);
        }
    }

    [Fact]
    public void A_body_with_a_NUL_goes_out_as_it_is() =>
        Assert.Equal("A: 1\r\n\r\na\0b\r\n", RawMessage.FromBytes("A: 1\r\n\r\na\0b\r\n"u8.ToArray(), MailFields.Read).Text());

    private static void WriteByteWise(byte[] bytes, Stream stream)
    {
        foreach (byte octet in bytes)
            stream.Write([octet], 0, 1);
    }

    [Theory]
    [InlineData(
        "From: a@x.test\r\nTo: b@x.test\r\nCc: c@x.test\r\nBcc: d@x.test\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n\r\nTo: no@x.test\r\n",
        "b@x.test c@x.test d@x.test", "Caf\u00e9")]
    [InlineData("\r\n\r\nFrom x Fri Nov 20\nbcc : d@x.test,\n e@x.test\nSubject: s", "d@x.test e@x.test", "s")]
    [InlineData("\r\n\r\nFrom x Fri Nov 20\nbcc : d@x.test,\n e@x.test\nResent-Bcc: f@x.test\nSubject: s", "f@x.test", "s")]
    [InlineData("Bcc:\r\n\r\n", "", "")]
    [InlineData("", "", "")]
    public void It_tells_whom_its_header_names_and_sends_no_Bcc(string text, string recipients, string subject)
    {
        var message = RawMessage.FromBytes(Encoding.ASCII.GetBytes(text), MailFields.Read);
        using var written = new MemoryStream();
        message.WriteTo(written);

        Assert.Equal(recipients, string.Join(' ', message.Recipients.Select(mailbox => mailbox.Address)));
        Assert.Equal(subject, message.Subject);
        Assert.DoesNotContain("bcc", Encoding.ASCII.GetString(written.ToArray()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ARawMessageIsFilteredInFlatMemory()
    {
        const int Lines = 1 << 20;
        byte[] line = [.. new byte[62], (byte)'\r', (byte)'\n'];
        RawMessage Message() => RawMessage.FromWriter(stream =>
        {
            stream.Write("A: 1\r\n\r\n"u8.ToArray(), 0, 8);
            for (int i = 0; i < Lines; i++)
                stream.Write(line, 0, line.Length);
        }, MailFields.Read);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var sink = new CountingStream(Stream.Null);
        Message().WriteTo(sink);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.Equal(8 + (64L * Lines), sink.Length);
    }
}
