using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Net;

public class DotStuffingTests
{
    /// <summary>
    /// Bodies and what they are on the wire (RFC 5321 sections 2.3.8 and 4.5.2), with the smuggling sequences of 2023 among them.
    /// </summary>
    public static IEnumerable<object[]> Bodies =>
    [
        ["", ".\r\n"],
        ["text", "text\r\n.\r\n"],
        ["text\r\n", "text\r\n.\r\n"],
        [".", "..\r\n.\r\n"],
        ["..", "...\r\n.\r\n"],
        ["\r\n.\r\n", "\r\n..\r\n.\r\n"],
        ["a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"],
        ["a\r.\rb", "a\r\n..\r\nb\r\n.\r\n"],
        ["a\r\n.\rb", "a\r\n..\r\nb\r\n.\r\n"],
        ["a\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n"],
        ["a\r\n.\nb", "a\r\n..\r\nb\r\n.\r\n"],
        ["a\0.\r\nb", "a\0.\r\nb\r\n.\r\n"],
        ["a\r\r\n.b", "a\r\n\r\n..b\r\n.\r\n"],
        ["a\r", "a\r\n.\r\n"],
        ["a\n\r.b", "a\r\n\r\n..b\r\n.\r\n"],
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_writer_lets_only_the_end_look_like_one(string body, string wire)
    {
        foreach (var size in new[] { 1, 2, 3, 4096 })
        {
            var peer = new ScriptedPeer(Delivery.Whole, "", (wire, ""));
            using var connection = new MailConnection(peer, new MailConnectionOptions());
            var writer = new DotStuffedWriter(connection);
            var octets = Encoding.Latin1.GetBytes(body);
            for (var i = 0; i < octets.Length; i += size)
                writer.Write(octets, i, Math.Min(size, octets.Length - i));
            writer.WriteTerminator();

            Assert.Equal(wire, peer.Transcript);
        }
    }

    [Theory]
    [MemberData(nameof(Read_rows))]
    public void The_reader_gives_back_the_content_and_leaves_what_follows(Delivery delivery, string wire, string content)
    {
        using var connection = new MailConnection(new ScriptedPeer(delivery, wire + "next\r\n"), new MailConnectionOptions());
        using var read = new MemoryStream();

        new DotStuffedReader(connection, limit: 1000).CopyTo(read);

        Assert.Equal(content, Encoding.Latin1.GetString(read.ToArray()));
        Assert.Equal("next", connection.ReadReplyLine());
    }

    public static IEnumerable<object[]> Read_rows() => Deliveries.Times(
    [
        [".\r\n", ""],
        ["a\r\n.\r\n", "a\r\n"],
        ["..\r\n.\r\n", ".\r\n"],
        ["...\r\n.\r\n", "..\r\n"],
        [".a\r\n.\r\n", "a\r\n"],
        ["a\n.\nb\r\n.\r\n", "a\n.\nb\r\n"],
        ["a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n"],
        ["a\r.\rb\r\n.\r\n", "a\r.\rb\r\n"],
        ["a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n"],
        ["\r\n\r\n.\r\n", "\r\n\r\n"],
        ["\0\r\n..\r\n.\r\n", "\0\r\n.\r\n"],
    ]);

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_peer_without_carriage_returns_is_read_by_its_own_rule(Delivery delivery)
    {
        using var connection = new MailConnection(new ScriptedPeer(delivery, "a\n..b\n.\nnext\n"), new MailConnectionOptions());
        using var read = new MemoryStream();

        new DotStuffedReader(connection, limit: 1000, bareLineFeeds: true).CopyTo(read);

        Assert.Equal("a\n.b\n", Encoding.Latin1.GetString(read.ToArray()));
        Assert.Equal("next", connection.ReadReplyLine());
    }

    [Fact]
    public void A_body_without_end_stops_at_the_cap()
    {
        using var connection = new MailConnection(new ScriptedPeer(Delivery.Whole, string.Concat(Enumerable.Repeat("line\r\n", 100_000))),
            new MailConnectionOptions());

        var failure = Assert.Throws<MailException>(() => new DotStuffedReader(connection, limit: 70_000).CopyTo(Stream.Null));

        Assert.Same(MailErrors.LimitExceeded, failure.Error);
    }

    /// <summary>Whatever is written comes back with its line ends made CRLF, across every buffer edge.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Writing_and_reading_are_inverses(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var body = new string(Enumerable.Range(0, random.Next(0, 400)).Select(_ => "\r\n..ab"[random.Next(6)]).ToArray());
            if (round == 0)
                body = string.Concat(Enumerable.Repeat(body + "\r\n.", 1000));
            var sent = new MemoryStream();
            using (var writing = new MailConnection(new OneWay(sent), new MailConnectionOptions()))
            {
                var writer = new DotStuffedWriter(writing);
                writer.Write(Encoding.Latin1.GetBytes(body), 0, body.Length);
                writer.WriteTerminator();
            }

            using var reading = new MailConnection(new MemoryStream(sent.ToArray()), new MailConnectionOptions());
            using var read = new MemoryStream();
            new DotStuffedReader(reading, long.MaxValue).CopyTo(read);

            var canonical = body.Replace("\r\n", "\n").Replace('\r', '\n').Replace("\n", "\r\n");
            if (canonical.Length > 0 && !canonical.EndsWith("\r\n", StringComparison.Ordinal))
                canonical += "\r\n";
            Assert.Equal(canonical, Encoding.Latin1.GetString(read.ToArray()));
        }
    }

    /// <summary>Keeps what is written after the connection has closed it.</summary>
    private sealed class OneWay(MemoryStream sink) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => sink.Write(buffer, offset, count);
    }
}
