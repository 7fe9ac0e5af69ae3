using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

public class SmtpClientNameTests
{
    [Theory]
    [InlineData("host.example.com", "host.example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("WIN_BOX-7", "win_box-7")]
    [InlineData("m\u00fcller.example", "xn--mller-kva.example")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]")]
    public void A_domain_and_an_address_literal_are_names(string text, string name) => Assert.Equal(name, SmtpClientName.Parse(text));

    [Theory]
    [InlineData("my host")]
    [InlineData("host\r\nMAIL FROM:<a@x.test>")]
    [InlineData("me@example.com")]
    [InlineData("host..example.com")]
    [InlineData("-host")]
    [InlineData("192.0.2.1")]
    [InlineData("[192.0.2]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[IPv6:fe80::1%eth0]")]
    [InlineData("[]")]
    [InlineData(" ")]
    public void Nothing_else_is(string text)
    {
        var failure = Assert.Throws<MailArgumentException>(() => SmtpClientName.Parse(text));

        Assert.Same(MailErrors.InvalidParameter, failure.Error);
        Assert.Equal("ClientName", failure.ParamName);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }
}
