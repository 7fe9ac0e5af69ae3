using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

public class SmtpReplyTests
{
    public static IEnumerable<object[]> Replies() => Deliveries.Times(
    [
        ["250 OK\r\n", 250, "", "OK"],
        ["250\r\n", 250, "", ""],
        ["250 \r\n", 250, "", ""],
        ["250-first\r\n250-second\r\n250 last\r\n", 250, "", "first second last"],
        ["250-\r\n250 x\r\n", 250, "", " x"],
        ["250 2.1.5 ok\r\n", 250, "2.1.5", "ok"],
        ["550-5.7.1 one\r\n550 5.7.1 two\r\n", 550, "5.7.1", "one two"],
        ["550 5.7.1\r\n", 550, "5.7.1", ""],
        ["451 4.7.651 greylisted\r\n", 451, "4.7.651", "greylisted"],
        // An enhanced code of another class than the reply's is text (RFC 2034 section 4).
        ["250 5.7.1 odd\r\n", 250, "", "5.7.1 odd"],
        ["250 1.2.3 odd\r\n", 250, "", "1.2.3 odd"],
        ["250 2.1.1000 odd\r\n", 250, "", "2.1.1000 odd"],
        ["220 b\u00fccher.example\r\n", 220, "", "b\ufffdcher.example"],
        ["250 bare\n", 250, "", "bare"],
    ]);

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_read_whole(Delivery delivery, string wire, int code, string enhanced, string text)
    {
        using var connection = Over(delivery, wire);

        var reply = SmtpReplyReader.Read(connection, new SmtpLimits());

        Assert.Equal(code, reply.Code);
        Assert.Equal(enhanced, reply.EnhancedCode?.ToString() ?? "");
        Assert.Equal(text, reply.Text);
    }

    [Theory]
    [InlineData("250-one\r\n251 two\r\n")]
    [InlineData("hello\r\n")]
    [InlineData("25 x\r\n")]
    [InlineData("2500 x\r\n")]
    [InlineData("150 x\r\n")]
    [InlineData("650 x\r\n")]
    [InlineData("\r\n")]
    [InlineData("+OK pop3\r\n")]
    public void What_is_no_reply_ends_the_session(string wire)
    {
        using var connection = Over(Delivery.Whole, wire);

        var failure = Assert.Throws<MailException>(() => SmtpReplyReader.Read(connection, new SmtpLimits()));

        Assert.Same(MailErrors.ProtocolViolation, failure.Error);
        Assert.True(connection.IsClosed);
    }

    [Fact]
    public void A_reply_without_end_stops_at_the_cap()
    {
        using var connection = Over(Delivery.Whole, string.Concat(Enumerable.Repeat("250-x\r\n", 5000)));

        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(() => SmtpReplyReader.Read(connection, new SmtpLimits())).Error);
    }

    [Fact]
    public void Capabilities_are_the_lines_after_the_first()
    {
        using var connection = Over(Delivery.Whole,
            "250-STARTTLS.example.com\r\n250-size 1000\r\n250-AUTH PLAIN\r\n250-AUTH=LOGIN\r\n250-8bitmime\r\n250 PIPELINING\r\n");

        var capabilities = SmtpCapabilities.FromEhlo(SmtpReplyReader.Read(connection, new SmtpLimits()));

        Assert.False(capabilities.StartTls);
        Assert.Equal(1000, capabilities.MaximumSize);
        Assert.True(capabilities.EightBitMime);
        Assert.True(capabilities.Pipelining);
        Assert.Equal(["PLAIN", "LOGIN"], capabilities.AuthenticationMechanisms);
    }

    [Theory]
    [InlineData("SIZE", null)]
    [InlineData("SIZE 0", null)]
    [InlineData("SIZE huge", null)]
    [InlineData("SIZE 99999999999999999999", null)]
    [InlineData("SIZE 35882577", 35882577L)]
    public void A_size_counts_only_if_it_says_something(string line, long? size)
    {
        using var connection = Over(Delivery.Whole, $"250-me\r\n250 {line}\r\n");

        var capabilities = SmtpCapabilities.FromEhlo(SmtpReplyReader.Read(connection, new SmtpLimits()));

        Assert.True(capabilities.Size);
        Assert.Equal(size, capabilities.MaximumSize);
    }

    private static MailConnection Over(Delivery delivery, string wire) =>
        new(new ScriptedPeer(delivery, wire), new MailConnectionOptions());
}
