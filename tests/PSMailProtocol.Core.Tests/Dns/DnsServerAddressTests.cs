using System.Net;
using PSMailProtocol.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class DnsServerAddressTests
{
    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53", 53, "192.0.2.53:53")]
    [InlineData(" 127.0.0.1:5353 ", "127.0.0.1", 5353, "127.0.0.1:5353")]
    [InlineData("::1", "::1", 53, "[::1]:53")]
    [InlineData("2001:db8::53", "2001:db8::53", 53, "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]", "2001:db8::53", 53, "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5353", "2001:db8::53", 5353, "[2001:db8::53]:5353")]
    [InlineData("fe80::1%3", "fe80::1%3", 53, "[fe80::1%3]:53")]
    [InlineData("ns.example.com", "ns.example.com", 53, "ns.example.com:53")]
    [InlineData("ns.example.com:65535", "ns.example.com", 65535, "ns.example.com:65535")]
    public void An_address_is_read(string text, string host, int port, string written)
    {
        var address = DnsServerAddress.Parse(text);

        Assert.Equal((host, port, written), (address.Host, address.Port, address.ToString()));
    }

    [Theory]
    [InlineData("192.0.2.53:", nameof(MailErrors.InvalidParameter))]
    [InlineData("192.0.2.53:0", nameof(MailErrors.InvalidParameter))]
    [InlineData("192.0.2.53:65536", nameof(MailErrors.InvalidParameter))]
    [InlineData("192.0.2.53:+53", nameof(MailErrors.InvalidParameter))]
    [InlineData("192.0.2.53:dns", nameof(MailErrors.InvalidParameter))]
    [InlineData("127.1", nameof(MailErrors.InvalidParameter))]
    [InlineData("[::1", nameof(MailErrors.InvalidParameter))]
    [InlineData("[::1]53", nameof(MailErrors.InvalidParameter))]
    [InlineData("[192.0.2.53]:53", nameof(MailErrors.InvalidParameter))]
    [InlineData("1:2:3", nameof(MailErrors.InvalidParameter))]
    [InlineData("", nameof(MailErrors.InvalidDomainName))]
    [InlineData(":53", nameof(MailErrors.InvalidDomainName))]
    [InlineData("a b:53", nameof(MailErrors.InvalidDomainName))]
    public void What_is_no_address_is_refused(string text, string error) =>
        Assert.Equal(error, Assert.Throws<MailException>(() => DnsServerAddress.Parse(text)).Error.Id);

    [Theory]
    [InlineData("127.0.0.1:5353", "127.0.0.1")]
    [InlineData("[::1]:5353", "::1")]
    public void An_address_gives_its_end_point(string text, string address) =>
        Assert.Equal([new IPEndPoint(IPAddress.Parse(address), 5353)], DnsServerAddress.Parse(text).GetEndPoints());

    [Fact]
    public void A_host_name_is_looked_up_by_the_machine() =>
        Assert.All(DnsServerAddress.Parse("localhost:5353").GetEndPoints(), found => Assert.True(IPAddress.IsLoopback(found.Address)));
}
