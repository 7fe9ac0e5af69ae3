using System;
using System.IO;
using System.Text;
using PSMailProtocol.Commands;
using PSMailProtocol.Messages;
using Xunit;

namespace PSMailProtocol.Module.Tests.Output;

/// <summary>What of a message is read, and when.</summary>
public class ReceivedMessageTests
{
    private const string Header = "From: Ann <ann@example.com>\r\nSubject: large\r\nReceived: by x; Mon, 5 Jan 2026 10:15:00 +0000\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    private const int BodyOctets = 8 << 20;

    [Fact]
    public void Fields_parse_no_body_and_a_body_is_parsed_when_it_is_asked_for()
    {
        var octets =
            Encoding.ASCII.GetBytes(Header + "--b\r\n\r\nshort\r\n--b\r\nContent-Type: application/x; name=x\r\n\r\n" +
                new string('x', BodyOctets) + "\r\n--b--\r\n");
        using var source = new CountedStream(octets);
        var message = new MailFileMessage(new StreamMail(source), "/mail.eml", 1);
        Assert.Equal(0, source.ReadOctets);

        Assert.Equal(octets.Length, message.Size);
        Assert.Equal("large", message.Subject);
        Assert.Equal("ann@example.com", message.From?.Address);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 10, 15, 0, TimeSpan.Zero), message.Received);
        Assert.Equal(4, message.Header.Count);
        Assert.InRange(source.ReadOctets, 1, BodyOctets / 8);

        Assert.Equal("short", message.TextBody);
        Assert.Equal(BodyOctets, Assert.Single(message.Attachment).Size);
        Assert.InRange(source.ReadOctets, BodyOctets, long.MaxValue);
    }

    /// <summary>Whoever has kept a message from a pipeline that was stopped can still read it.</summary>
    [Fact]
    public void Decoding_and_writing_end_with_the_pipeline_and_begin_anew_after_it()
    {
        const int Some = 1 << 20;
        var octets = Encoding.ASCII.GetBytes("Content-Transfer-Encoding: quoted-printable\r\n\r\n" + new string('x', BodyOctets));
        using var source = new CountedStream(octets);
        var stop = new PipelineStop();
        var message = new MailFileMessage(new StreamMail(source), "/mail.eml", 1);
        message.ReadWhile(stop.ThrowIfUnderWay);
        foreach (var read in new Action[] { () => _ = message.TextBody, () => message.WriteTo(Stream.Null) })
        {
            var before = source.ReadOctets;
            source.Reading = () => Begin(stop, source.ReadOctets - before >= Some);
            Assert.Throws<OperationCanceledException>(read);
            Assert.InRange(source.ReadOctets - before, Some, 2 * Some);
            stop.End();
        }

        source.Reading = () => { };
        Assert.Equal(BodyOctets, message.TextBody!.TrimEnd().Length);
    }

    [Fact]
    public void What_is_written_is_what_came()
    {
        var octets = Encoding.Latin1.GetBytes("\n\nFrom x\nA:\r b\r\n\u00ff\0no end");
        using var written = new MemoryStream();
        new MailFileMessage(RawMail.FromBytes(octets), "/mail.eml", 1).WriteTo(written);
        Assert.Equal(octets, written.ToArray());
    }

    private static void Begin(PipelineStop stop, bool isTime)
    {
        if (isTime)
            stop.Begin();
    }

    private sealed class CountedStream(byte[] octets) : MemoryStream(octets)
    {
        public long ReadOctets { get; private set; }

        public Action Reading { get; set; } = () => { };

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            ReadOctets += read;
            Reading();
            return read;
        }
    }
}
