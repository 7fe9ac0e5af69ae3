using System;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using PSMailProtocol.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class SystemNameServersTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("nameserver 192.0.2.1\n", "192.0.2.1:53")]
    [InlineData("nameserver 192.0.2.1", "192.0.2.1:53")]
    [InlineData("search example.com\r\nnameserver\t192.0.2.1\r\nnameserver 2001:db8::1\r\n", "192.0.2.1:53 [2001:db8::1]:53")]
    [InlineData("  nameserver   192.0.2.1   # the first\n", "192.0.2.1:53")]
    [InlineData("#nameserver 192.0.2.1\n;nameserver 192.0.2.2\n# nameserver 192.0.2.3", "")]
    [InlineData("nameserver\nnameserver here\nnameserver 192.0.2.256\noptions edns0", "")]
    [InlineData("nameservers 192.0.2.1\nNAMESERVER 192.0.2.2", "")]
    [InlineData("nameserver fe80::1%7\n", "[fe80::1%7]:53")]
    public void The_nameserver_lines_count_in_their_order(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SystemNameServers.ParseResolverConfiguration(text)));

    [Fact]
    public void A_scope_may_be_an_interface_by_name()
    {
        var loopback = NetworkInterface.GetAllNetworkInterfaces().First(card => card.NetworkInterfaceType == NetworkInterfaceType.Loopback);

        var server = Assert.Single(SystemNameServers.ParseResolverConfiguration($"nameserver fe80::1%{loopback.Name}"));

        Assert.Equal(loopback.GetIPProperties().GetIPv6Properties().Index, server.Address.ScopeId);
    }

    [Fact]
    public void A_file_is_read()
    {
        using var file = new ResolverConfiguration("nameserver 192.0.2.1\n");

        Assert.Equal("192.0.2.1:53", Assert.Single(SystemNameServers.ReadResolverConfiguration(file.Path)).ToString());
    }

    [Fact]
    public void Without_a_name_server_nobody_else_is_asked()
    {
        using var file = new ResolverConfiguration("search example.com\n");

        var none = Assert.Throws<MailException>(() => SystemNameServers.ReadResolverConfiguration(file.Path));
        var missing = Assert.Throws<MailException>(() => SystemNameServers.ReadResolverConfiguration(file.Path + ".missing"));

        Assert.Same(MailErrors.DnsServerNotConfigured, none.Error);
        Assert.Same(MailErrors.DnsServerNotConfigured, missing.Error);
    }

    private sealed class ResolverConfiguration : IDisposable
    {
        internal ResolverConfiguration(string text) => File.WriteAllText(Path, text);

        internal string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
