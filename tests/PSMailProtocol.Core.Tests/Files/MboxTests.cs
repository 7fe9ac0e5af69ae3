using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Files;

[Collection(nameof(ProcessMemory))]
public class MboxTests
{
    private static readonly MailboxAddress Ann = new("Ann", "ann", "example.com");
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 11, 15, 0, TimeSpan.FromHours(1));

    /// <summary>A message, and how it lies in the file between its first line and the empty one behind it.</summary>
    public static TheoryData<string, string> Quoted => new()
    {
        { "A: b\r\n\r\nc\r\n", "A: b\r\n\r\nc\r\n" },
        { "a\nFrom b\n", "a\n>From b\n" },
        { "a\n>From b\n", "a\n>>From b\n" },
        { "a\n>>>>From b\r\n", "a\n>>>>>From b\r\n" },
        { "From a\n", ">From a\n" },
        { "a\n\nFrom b\n\n\nFrom c\n", "a\n\n>From b\n\n\n>From c\n" },
        { "a\n> From b\n", "a\n> From b\n" },
        { "a\nfrom b\nFROM c\nFrom\nFrom:\n", "a\nfrom b\nFROM c\nFrom\nFrom:\n" },
        { "a\n From b\n", "a\n From b\n" },
        { "a From b\n", "a From b\n" },
        { "a\n>>\n>F\n>>Fro\n", "a\n>>\n>F\n>>Fro\n" },
        { "a\rFrom b\n", "a\rFrom b\n" },
        { "a\n\n\n", "a\n\n\n" },
        { "a\r\n\r\n", "a\r\n\r\n" },
        { "\n", "\n" },
        { "", "" },
        { "a\0b\u00FF\n", "a\0b\u00FF\n" },
        { ">\n", ">\n" },
        { "From \n", ">From \n" },
    };

    [Theory]
    [MemberData(nameof(Quoted))]
    public void A_message_is_quoted_and_unquoted(string message, string expected)
    {
        var file = Write(message, message);

        const string from = "From ann@example.com Mon Jan  5 10:15:00 2026\n";
        Assert.Equal(from + expected + "\n" + from + expected + "\n", Encoding.Latin1.GetString(file));
        Assert.Equal([message, message], Read(file));
    }

    [Theory]
    [InlineData("a", "a\n")]
    [InlineData("a\n>", "a\n>\n")]
    [InlineData("a\n>>Fro", "a\n>>Fro\n")]
    [InlineData("a\nFrom ", "a\nFrom \n")]
    [InlineData("a\r", "a\r\n")]
    public void A_last_line_without_an_end_gets_one(string message, string expected) =>
        Assert.Equal([expected, "b\n"], Read(Write(message, "b\n")));

    [Fact]
    public void However_a_message_comes_in_pieces_it_is_the_same()
    {
        var random = new Random(11);
        string[] pieces = ["From ", ">", "F", "r", "o", "m", " ", "\n", "\r\n", "\n\n", ">From x", "x", "\r"];
        for (var i = 0; i < 500; i++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)])) + "\n")
                .ToArray();
            using var file = new MemoryStream();
            var writer = new MboxWriter(file);
            foreach (var message in messages)
                writer.Write(stream => WriteInPieces(stream, message, random), Ann, Monday);

            Assert.Equal(messages, Read(new DribbleStream(file.ToArray(), random)));
        }
    }

    [Fact]
    public void Lines_longer_than_any_buffer_are_kept()
    {
        string[] messages = [new string('>', 200_000) + "From x\n" + new string('a', 300_000) + "\n", "b\n"];

        Assert.Equal(messages, Read(Write(messages)));
    }

    [Theory]
    // Another program's: CRLF throughout, no empty line at the end, an older way of quoting.
    [InlineData("From a\r\nA: b\r\n\r\nc\r\n\r\n{b}\r\nd\r\n", "A: b\r\n\r\nc\r\n|d\r\n")]
    [InlineData("From - Mon Jan  5 10:15:00 2026\na\n\n{b}\nb", "a\n|b")]
    [InlineData("From a\nb\n\n>From c\n", "b\n\nFrom c\n")]
    // Without an empty line before it, it is a line of the message, unless a field follows.
    [InlineData("From a\nA: b\n\nc\n{b}\nSubject: d\n\ne\n", "A: b\n\nc\n|Subject: d\n\ne\n")]
    [InlineData("From a\nA: b\n\nc\nFrom here\nSubject: d\n\ne\n", "A: b\n\nc\nFrom here\nSubject: d\n\ne\n")]
    [InlineData("From a\nb\n{b}\nd\n\n{b}\nf\n", "b\n{b}\nd\n|f\n")]
    [InlineData("From a\n", "")]
    [InlineData("From a", "")]
    [InlineData("From a\n{b}\n{b}\n", "||")]
    [InlineData("From a\na\n\n{b}", "a\n|")]
    // What stands before the first line.
    [InlineData("\u00EF\u00BB\u00BFFrom a\nb\n", "b\n")]
    [InlineData("\u00EF\u00BB\u00BF\r\n\n{b}\nb\n", "b\n")]
    [InlineData("\n\n\r\n{b}\nb\n\n{b}\nc\n", "b\n|c\n")]
    public void Files_of_other_programs_are_read(string file, string expected)
    {
        const string from = "From b@example.com Mon Jan  5 10:15:00 2026";
        Assert.Equal(expected.Replace("{b}", from, StringComparison.Ordinal).Split('|'),
            Read(Encoding.Latin1.GetBytes(file.Replace("{b}", from, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 2026")]
    [InlineData("From ann@example.com  Mon Jan 05 10:15:00 2026 ")]
    [InlineData("From ann@example.com\tmon jan 5 1:15 2026")]
    [InlineData("From - Mon Jan  5 10:15:00 2026")]
    [InlineData("From MAILER-DAEMON Mon Jan  5 10:15:00 2026")]
    [InlineData("From ???@??? Mon Jan 05 10:15:00 2026")]
    [InlineData("From  Mon Jan  5 10:15:00 2026")]
    [InlineData("From <> Mon Jan  5 10:15:00 2026")]
    [InlineData("From \"ann lee\"@example.com Mon Jan  5 10:15:00 2026")]
    [InlineData("From ann at example.com  Mon Jan  5 10:15:00 2026")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 CET 2026")]
    [InlineData("From 1234567890@xxx Mon Jan 05 10:15:00 +0000 2026")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 2026 +0100")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 MET DST 2026")]
    [InlineData("From ann@example.com Mon, 5 Jan 2026 10:15:00 +0100")]
    [InlineData("From uucp Mon Jan  5 10:15:00 2026 remote from host")]
    public void A_line_with_sender_and_date_begins_a_message(string line) =>
        Assert.Equal(["a\n", "b\n"], Read(Encoding.Latin1.GetBytes($"From a\na\n\n{line}\nb\n")));

    [Theory]
    // Thunderbird's has nothing behind the space.
    [InlineData("From ", "\n")]
    [InlineData("From ", "\r\n")]
    [InlineData("From ann@example.com", "\n")]
    [InlineData("From ann@example.com", "\r\n")]
    [InlineData("From ann@example.com 2026-01-05T10:15:00Z", "\n")]
    [InlineData("From ann@example.com 2026-01-05T10:15:00Z", "\r\n")]
    public void A_line_without_sender_or_date_begins_a_message_before_a_header_field(string line, string end)
    {
        string[] messages = [$"X-Mozilla-Status: 0001{end}Subject: a{end}{end}b{end}", $"Subject : c{end}{end}d{end}",
            $"subject\t:{end}{end}e{end}"];
        var file = Encoding.Latin1.GetBytes(string.Concat(messages.Select(message => line + end + message + end)));

        Assert.Equal(messages, Read(file));
        Assert.Equal(messages, Read(new DribbleStream(file, new Random(11))));
    }

    [Theory]
    [InlineData("From here on it goes\nas it went before.\n")]
    [InlineData("From here on it goes\nand on: on\n")]
    [InlineData("From here on it goes\n: on\n")]
    [InlineData("From here on it goes\n\nSubject: x\n")]
    [InlineData("From here on it goes\n")]
    [InlineData("From here on it goes")]
    [InlineData("From here on it goes\nSubject")]
    [InlineData("From \n")]
    [InlineData("From ")]
    public void Prose_before_anything_but_a_header_field_stays_in_its_message(string prose)
    {
        var message = "Subject: a\n\nb\n\n" + prose;

        Assert.Equal([message], Read(Encoding.Latin1.GetBytes("From \n" + message)));
    }

    [Fact]
    public void A_line_before_a_header_field_needs_an_empty_line_before_it()
    {
        const string message = "Subject: a\n\nb\nFrom here on it goes\nNote: on\n";

        Assert.Equal([message], Read(Encoding.Latin1.GetBytes("From \n" + message)));
    }

    [Theory]
    [InlineData("From ")]
    [InlineData("From here on it is prose.")]
    [InlineData("From ann@example.com")]
    [InlineData("From there it ran until Mon Jan  5 10:15:00 2026")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 2026 on, nothing came")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 26")]
    [InlineData("From ann@example.com Mon Jan  5 10.15.00 2026")]
    [InlineData("From ann@example.com Mon Jan  5 10:15:00 2026 2027")]
    [InlineData("From ann@example.com Mon Jan  x 10:15:00 2026")]
    [InlineData("From ann@example.com Day Jan  5 10:15:00 2026")]
    [InlineData("From ann@example.com Mon Jun. 5 10:15:00 2026")]
    [InlineData("From ann@example.com Mon Jan  5 10:15 10:16 2026")]
    [InlineData("From ann@example.com Mon 5 5 10:15:00 2026")]
    [InlineData("From ann@example.com Mon Jan  5 CET 2026")]
    [InlineData("From Mon Jan")]
    [InlineData("From x remote from y")]
    [InlineData("From remote from")]
    [InlineData("From a : : : : : : :")]
    public void Prose_that_nobody_quoted_stays_in_its_message(string line)
    {
        var message = $"a\n\n{line}\nb\n";

        Assert.Equal([message], Read(Encoding.Latin1.GetBytes("From a\n" + message)));
    }

    [Fact]
    public void A_line_too_long_for_an_envelope_is_prose()
    {
        var message = "a\n\nFrom " + new string('x', 100_000) + " Mon Jan  5 10:15:00 2026\nb\n";

        Assert.Equal([message], Read(Encoding.Latin1.GetBytes("From a\n" + message)));
    }

    [Fact]
    public void What_is_appended_while_it_is_read_is_left_to_the_next_reader()
    {
        using var file = new MemoryStream();
        file.Write(Write("a\n", "b\n"));
        file.Position = 0;
        var reader = new MboxReader(file);
        var count = 0;
        for (; reader.ReadNext() is { } message; count++)
        {
            var position = file.Position;
            file.Seek(0, SeekOrigin.End);
            new MboxWriter(file).Write(message.WriteTo, Ann, Monday);
            file.Position = position;
        }

        Assert.Equal(2, count);
        file.Position = 0;
        Assert.Equal(["a\n", "b\n", "a\n", "b\n"], Read(file));
    }

    [Fact]
    public void An_empty_file_has_no_messages() => Assert.Empty(Read([]));

    [Theory]
    [InlineData("Subject: x\n\nFrom a\n")]
    [InlineData("\nFrom a\n")]
    [InlineData("\n\nFrom here on it is the body of a message without a header\n")]
    [InlineData("\u00EF\u00BB\u00BFSubject: x\n")]
    [InlineData("\u00EF\u00BB\u00BF")]
    [InlineData("\n\n")]
    [InlineData("Fro")]
    public void What_is_no_mbox_is_an_error(string file)
    {
        var error = Assert.Throws<MailException>(() => Read(Encoding.Latin1.GetBytes(file)));

        Assert.Equal(MailErrors.InvalidMbox, error.Error);
    }

    [Fact]
    public void A_message_that_is_too_large_keeps_no_other_back()
    {
        var reader = new MboxReader(new MemoryStream(Write("a\n", new string('b', 5000) + "\n", "c\n")), maximumSize: 100);

        Assert.Equal("a\n"u8.ToArray(), reader.ReadNext()!.ToArray());
        var error = Assert.Throws<MailException>(() => reader.ReadNext());
        Assert.Equal(MailErrors.LimitExceeded, error.Error);
        Assert.Contains("Message 2 has 5001 octets", error.Message, StringComparison.Ordinal);
        Assert.Equal("c\n"u8.ToArray(), reader.ReadNext()!.ToArray());
        Assert.Null(reader.ReadNext());
        Assert.Equal(3, reader.Count);
    }

    /// <summary>A large message goes to a file, where each write is a call of the system.</summary>
    [Theory]
    [InlineData("=\r\n")]
    [InlineData("\n")]
    [InlineData(">From \n")]
    public void Short_lines_are_kept_in_blocks(string line)
    {
        const int Length = 3_000_000;
        var file = Encoding.ASCII.GetBytes(
            "From a Mon Jan  5 10:15:00 2026\nA: b\n\n" + string.Concat(Enumerable.Repeat(line, Length / line.Length)));
        var writes = 0;

        var message = new MboxReader(new MemoryStream(file), long.MaxValue, new MailSpool(_ => writes++)).ReadNext();

        Assert.InRange(message!.Length, Length / 2, Length + 10);
        Assert.InRange(writes, 1, Length / 10_000);
    }

    [Fact]
    public void Memory_is_that_of_one_message()
    {
        var message = new string('a', 70) + "\n";
        using var file =
            new RepeatingStream(
                Encoding.ASCII.GetBytes("From a Mon Jan  5 10:15:00 2026\n" + string.Concat(Enumerable.Repeat(message, 1000)) + "\n"), 200);
        var reader = new MboxReader(file);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var count = 0;
        while (reader.ReadNext() is not null)
        {
            if (++count == 150)
                Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
        }

        Assert.Equal(200, count);
    }

    [Theory]
    [InlineData("ann@example.com", "From ann@example.com ")]
    [InlineData("\"ann lee\"@example.com", "From MAILER-DAEMON ")]
    [InlineData(null, "From MAILER-DAEMON ")]
    public void The_sender_is_named_if_it_can_be(string? sender, string expected)
    {
        using var file = new MemoryStream();
        new MboxWriter(file).Write(stream => stream.Write("a\n"u8), sender is null ? null : Mailbox.Of(sender), null);

        Assert.Equal(expected + "Thu Jan  1 00:00:00 1970\na\n\n", Encoding.ASCII.GetString(file.ToArray()));
    }

    private static byte[] Write(params string[] messages)
    {
        using var file = new MemoryStream();
        var writer = new MboxWriter(file);
        foreach (var message in messages)
            writer.Write(stream => stream.Write(Encoding.Latin1.GetBytes(message)), Ann, Monday);
        return file.ToArray();
    }

    private static void WriteInPieces(Stream stream, string message, Random random)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        for (var i = 0; i < octets.Length;)
        {
            var count = Math.Min(octets.Length - i, random.Next(1, 8));
            stream.Write(octets, i, count);
            i += count;
        }
    }

    private static List<string> Read(byte[] file) => Read(new MemoryStream(file));

    private static List<string> Read(Stream file)
    {
        var reader = new MboxReader(file);
        var messages = new List<string>();
        while (reader.ReadNext() is { } message)
            messages.Add(message.Text());
        Assert.Equal(messages.Count, reader.Count);
        return messages;
    }

    /// <summary>Gives a few octets with each read.</summary>
    private sealed class DribbleStream(byte[] octets, Random random) : MemoryStream(octets)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 6)));
    }

    /// <summary>Gives the same octets over and over.</summary>
    private sealed class RepeatingStream(byte[] octets, int times) : MemoryStream(octets)
    {
        private int _left = times;

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (read > 0 || _left <= 1)
                return read;
            _left--;
            Position = 0;
            return base.Read(buffer, offset, count);
        }
    }
}
