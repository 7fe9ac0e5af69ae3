using System.Collections.Generic;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Tests.Net;

public class WireTextTests
{
    /// <summary>The injections of the peers' advisories; whatever carries them, no octet may leave.</summary>
    public static IEnumerable<object[]> Injections =>
    [
        ["a\r\nRCPT TO:<x@y>"],
        ["\"a\r\nDATA\"@b"],
        ["\"a\\\r\n b\"@c"],
        ["a\nb"],
        ["a\rb"],
        ["a\0b"],
        ["a\n"],
    ];

    [Theory]
    [MemberData(nameof(Injections))]
    public void A_command_refuses_what_would_end_it(string text)
    {
        var failure = Assert.Throws<MailArgumentException>(() => WireCommand.Plain("MAIL FROM:<" + text + ">", "Sender"));

        Assert.Same(MailErrors.InvalidWireText, failure.Error);
        Assert.Contains("Sender", failure.Message);
        Assert.DoesNotContain("RCPT", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public void A_secret_refuses_it_too_and_is_not_shown(string text)
    {
        var failure = Assert.Throws<MailArgumentException>(() => WireCommand.Secret("PASS ", "canary" + text, "Password"));

        Assert.DoesNotContain("canary", failure.ToString());
    }

    [Theory]
    [InlineData("\u560d\u560a")] // truncated to octets these would be CR LF
    [InlineData("a\u2028b")]
    [InlineData("tab\there")]
    public void What_only_looks_like_a_line_end_passes_as_utf8(string text) =>
        Assert.DoesNotContain((byte)'\n', WireText.Encode(text, "name"));

    [Fact]
    public void Half_a_surrogate_pair_is_refused_and_not_replaced() =>
        Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => WireText.Encode("\ud800", "name")).Error);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[2Jx", "?[2Jx")]
    [InlineData("a\u009bb", "a?b")]
    [InlineData("a\tb", "a\tb")]
    public void Text_for_people_cannot_drive_a_terminal(string text, string shown) => Assert.Equal(shown, WireText.Sanitize(text));
}
