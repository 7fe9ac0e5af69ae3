using System;
using System.Linq;

using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

public class MailLimitsTests
{
    [Fact]
    public void A_hundred_thousand_nested_messages_stop_at_the_depth_limit()
    {
        var message = MessageText.Read(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 100_000)));

        AssertOne(message, MimeDefect.DepthLimit);
        Assert.Null(message.TextBody);
        Assert.Single(message.Attachments);
    }

    [Fact]
    public void Nested_multiparts_stop_at_the_depth_limit()
    {
        var nested = string.Concat(Enumerable.Range(0, 5000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"));
        var message = MessageText.Read(nested + "\nend");

        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.DepthLimit);
        Assert.Single(message.Attachments);
    }

    [Fact]
    public void A_deep_limit_that_a_caller_sets_is_no_stack_overflow()
    {
        var nested = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5000));
        var message = MessageText.Read(nested + "Subject: end\n\n", new MailLimits { MaxDepth = 1_000_000 });

        Assert.Single(message.Attachments);
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.DepthLimit);
    }

    [Fact]
    public void Parts_stop_at_their_limit_and_the_octets_stay()
    {
        var octets =
            MessageText.Octets("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\n", 50_000)));
        var message = MessageText.Read(octets);

        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.PartLimit);
    }

    [Fact]
    public void A_limit_that_a_caller_sets_counts()
    {
        var message = MessageText.Read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b--\n",
            new MailLimits { MaxParts = 2 });

        Assert.Equal("1", message.TextBody);
        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.PartLimit);
    }

    [Fact]
    public void Fields_stop_at_their_limit_and_the_body_is_found()
    {
        var message = MessageText.Read("From: a@b\n" + string.Concat(Enumerable.Repeat("A: 1\n", 1_000_000)) + "\nbody");

        AssertOne(message, MimeDefect.HeaderLimit);
        Assert.Equal(10_000, message.Headers.Count);
        Assert.Equal("body", message.TextBody);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void A_header_block_stops_at_its_limit_and_the_body_is_found(int lines)
    {
        var line = new string('x', 50 * 1024 * 1024 / lines);
        var message = MessageText.Read("From: a@b\nA: " + string.Join("\n ", Enumerable.Repeat(line, lines)) + "\nB: 2\n\nbody");

        AssertOne(message, MimeDefect.HeaderBlockLimit);
        Assert.Equal("body", message.TextBody);
        Assert.InRange(message.Headers.Sum(field => field.Length), 0, 1024 * 1024);
    }

    [Fact]
    public void A_boundary_of_ten_megabytes_is_none()
    {
        var boundary = new string('b', 10 * 1024 * 1024);
        var message = MessageText.Read("Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n\ntext\n");

        Assert.Contains(message.Defects, defect => defect.Name == MimeDefect.HeaderBlockLimit);
        Assert.NotNull(message.TextBody);
    }

    [Theory]
    [InlineData("--b\n")]
    [InlineData("--b\n\n")]
    [InlineData("--b\nA:\n\n")]
    [InlineData("--b--\n")]
    [InlineData("--bb\n")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("\n--")]
    [InlineData("\n-")]
    [InlineData("\n")]
    [InlineData("--b\nContent-Type: message/rfc822\n\n")]
    [InlineData("--b\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=c\n\n--c\n")]
    [InlineData("Content-Type: text/plain; charset=\"=?x")]
    public void Hostile_structure_costs_no_more_than_its_length(string piece)
    {
        var small = Allocated(piece, 250_000);
        var large = Allocated(piece, 1_000_000);

        Assert.InRange(large, 0, (small * 5) + 1_000_000);
    }

    [Fact]
    public void A_related_of_many_parts_looks_for_its_root_once()
    {
        var small = Allocated("--b\nContent-ID: <a>\n\n", 40_000, "multipart/related; start=\"<z>\"");
        var large = Allocated("--b\nContent-ID: <a>\n\n", 160_000, "multipart/related; start=\"<z>\"");

        Assert.InRange(large, 0, small * 5);
    }

    private static long Allocated(string piece, int length, string type = "multipart/mixed")
    {
        var octets = MessageText.Octets(
            "Content-Type: " + type + "; boundary=b\n\n" + string.Concat(Enumerable.Repeat(piece, length / piece.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = MessageText.Read(octets);
        _ = (message.TextBody, message.Attachments.Count, message.Defects.Count);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertOne(MailMessage message, string defect) =>
        Assert.Equal([defect], message.Defects.Select(found => found.Name).Where(name => name != MimeDefect.MissingFrom));
}
