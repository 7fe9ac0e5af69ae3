using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Four times the octets cost at most five times the memory, and each octet is read a few times at the most.</summary>
public class HostileTests
{
    private const int MostReadings = 12;

    public static TheoryData<string> Names { get; } = [.. HostilePiece.All.Select(piece => piece.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hostile_octets_cost_no_more_than_their_length(string name)
    {
        var (_, start, piece) = HostilePiece.All.Single(hostile => hostile.Name == name);

        // What is in the header has to stay below the cap of a header.
        const int Buffer = 1_000_000;
        var length = start.EndsWith("\n\n", StringComparison.Ordinal) ? 6_000_000 : 960_000;
        var small = Read(start, piece, length / 4, out _);
        var large = Read(start, piece, length, out var readings);

        Assert.True(large <= (small * 5) + Buffer, $"{name}: {small:N0} and {large:N0} octets allocated.");
        Assert.True(readings <= MostReadings, $"{name}: each octet was read {readings:N1} times.");
    }

    /// <summary>Ctrl+C must not wait for the end, not even where nothing comes out by which one could see that it goes on.</summary>
    [Theory]
    [InlineData("quoted-printable", "=\n")]
    [InlineData("quoted-printable", "\r")]
    [InlineData("base64", " ")]
    [InlineData("base64", "QUJD\n")]
    [InlineData("uuencode", "\n")]
    [InlineData("8bit", "x\n")]
    public void Decoding_reads_each_octet_once_and_ends_when_it_is_cancelled(string encoding, string piece)
    {
        const int Some = 200_000;
        const int Block = 64 * 1024;
        var source = new CountingOctets(MessageText.Octets($"Content-Type: a/b\nContent-Transfer-Encoding: {encoding}\n\n"
            + string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length))));
        var attachment = new MailMessage(source.Open, null, isHeaderOnly: false).Attachments[0];

        (source.Count, source.Readings) = (0, 0);
        attachment.OpenRead().CopyTo(Stream.Null);
        Assert.InRange(source.Count, source.Length - Block, source.Length + Block);
        Assert.InRange(source.Readings, 1, source.Length / 1000);

        using var cancellation = new CancellationTokenSource();
        source.Count = 0;
        source.Reading = () => Cancel(source.Count >= Some, cancellation);
        Assert.Throws<OperationCanceledException>(() => attachment.OpenRead(cancellation.Token).CopyTo(Stream.Null));
        Assert.InRange(source.Count, Some, Some + (2 * Block));
    }

    [Fact]
    public void A_header_of_twenty_megabytes_is_not_gathered()
    {
        var octets = MessageText.Octets("Subject: " + new string('x', 20_000_000) + "\nTo: a@b\n\nbody");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("body", MessageText.Read(octets).TextBody);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Many_parts_with_headers_that_are_too_large_are_read_in_one_pass()
    {
        var octets = MessageText.Octets("Content-Type: multipart/mixed; boundary=b\n\n"
            + string.Concat(Enumerable.Repeat("--b\nX: " + new string('x', 1_200_000) + "\n\ncontent\n", 20)) + "--b--\n");
        var source = new CountingOctets(octets);

        var message = new MailMessage(source.Open, null, isHeaderOnly: false);

        Assert.Equal(string.Join("\r\n", Enumerable.Repeat("content", 20)), message.TextBody);
        Assert.InRange(source.Count, octets.Length, octets.Length * 1.1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Transfer-Encoding: base64\n")]
    public void A_small_attachment_costs_little(string field)
    {
        var octets = MessageText.Octets("Content-Type: multipart/mixed; boundary=b\n\n"
            + string.Concat(Enumerable.Repeat("--b\nContent-Type: a/b\n" + field + "\nQQ==\n", 1000)) + "--b--\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(field.Length == 0 ? 4000 : 1000,
            MessageText.Read(octets).Attachments.Sum(attachment => attachment.Size + attachment.ToArray().Length) / 2);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 16_000);
    }

    [Theory]
    [InlineData("Content-Type: a/b; name")]
    [InlineData("Content-Type: a/b\nContent-Disposition: attachment; filename")]
    public void Names_in_octets_that_go_on_and_on_end_the_parts(string field)
    {
        var part = "--b\n" + field + "=\"" + string.Concat(Enumerable.Repeat("\u00C3\u00BC ", 2500)) + "\"\n\ncontent\n";
        var message = MessageText.Read("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat(part, 100)));

        Assert.Equal(14, message.Attachments.Count);
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.PartLimit);
        Assert.Equal(87, CountContents(message.Attachments[13].ToArray()));
    }

    [Theory]
    [InlineData("Subject: =?utf-8?q?x?= ", "")]
    [InlineData("To: ", "<a@b>")]
    public void Words_in_octets_that_go_on_and_on_are_read_without_the_library(string start, string end)
    {
        var octets = MessageText.Octets(start + string.Concat(Enumerable.Repeat("\u00C3\u00BC ", 300_000)) + end + "\n\nx");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = MessageText.Read(octets);

        Assert.Equal(start == "To: " ? ["a@b"] : [], message.To.Select(address => address.Address));
        Assert.EndsWith(end.Length == 0 ? "\u00FC \u00FC" : "", message.Subject);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, octets.Length * 200);
    }

    [Fact]
    public void Fields_alone_do_not_read_the_body()
    {
        var source =
            new CountingOctets(MessageText.Octets(
                "From: a@b\nSubject: s\nDate: Mon, 6 May 2024 07:08:09 +0200\n\n" + new string('x', 5_000_000)));
        var message = new MailMessage(source.Open, null, isHeaderOnly: false);

        _ = (message.From, message.Subject, message.Date, message.Headers.Count, message.MessageId, message.Received);

        Assert.InRange(source.Count, 1, 20_000);
    }

    [Fact]
    public void An_attachment_is_read_from_its_own_octets_alone()
    {
        var source = new CountingOctets(MessageText.Octets("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: a/b\n\n"
            + new string('x', 5_000_000) + "\n--b\nContent-Type: a/c\n\nsmall\n--b--\n"));
        var attachments = new MailMessage(source.Open, null, isHeaderOnly: false).Attachments;
        source.Count = 0;

        Assert.Equal("small"u8.ToArray(), attachments[1].ToArray());
        Assert.InRange(source.Count, 5, 100);
    }

    private static void Cancel(bool isTime, CancellationTokenSource cancellation)
    {
        if (isTime)
            cancellation.Cancel();
    }

    private static int CountContents(byte[] octets) => Encoding.Latin1.GetString(octets).Split("content\r\n").Length - 1;

    private static long Read(string start, string piece, int length, out double readings)
    {
        var source = new CountingOctets(MessageText.Octets(start + string.Concat(Enumerable.Repeat(piece, length / piece.Length))));
        NothingIsLostTests.ReadAll(Encoding.ASCII.GetBytes("From: a@b\r\n\r\nx"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = new MailMessage(source.Open, null, isHeaderOnly: false);
        _ = (message.Subject, message.From, message.To, message.Date, message.References, message.Received, message.TextBody,
            message.HtmlBody);
        _ = (message.DeliveryStatus.Count, message.DispositionNotification, message.Defects);
        foreach (var attachment in message.Attachments)
            _ = (attachment.FileName, attachment.Size);
        readings = (double)source.Count / source.Length;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Octets that count how many of them are read.</summary>
    private sealed class CountingOctets(byte[] octets)
    {
        public long Count { get; set; }

        public int Readings { get; set; }

        public Action Reading { get; set; } = () => { };

        public int Length => octets.Length;

        public CountingStream Open() => new CountingStream(octets, Add);

        private void Add(int count)
        {
            Count += count;
            Readings++;
            Reading();
        }
    }

    private sealed class CountingStream(byte[] octets, Action<int> read) : MemoryStream(octets, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var done = base.Read(buffer, offset, count);
            read(done);
            return done;
        }
    }
}
