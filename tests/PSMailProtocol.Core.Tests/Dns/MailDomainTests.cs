using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>What a person may write for a domain, and what is asked for then.</summary>
public sealed class MailDomainTests : IDisposable
{
    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.10");

    private readonly SandboxDnsServer _server = new();

    private SandboxZone Zone => _server.Zone;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("bücher.example")]
    [InlineData("Bücher.Example.")]
    [InlineData("User@XN--BCHER-KVA.Example")]
    [InlineData("bücher。example")]
    [InlineData("jörg@bücher.example")]
    [InlineData("\"a@b\"@xn--bcher-kva.example.")]
    [InlineData("  user@bücher.example  ")]
    public void A_domain_may_be_written_in_many_ways(string name)
    {
        Zone.AddMx("xn--bcher-kva.example", 10, "mx.example.net").AddAddress("mx.example.net", V4);

        Assert.Equal("xn--bcher-kva.example", Assert.Single(Resolve(name)).Domain);
        Assert.Equal("xn--bcher-kva.example", _server.Queries[0].Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("user@")]
    [InlineData("user@.")]
    [InlineData("a..b")]
    [InlineData(".example")]
    [InlineData("user@example..")]
    [InlineData("exa mple.com")]
    [InlineData("example.com\r\nRCPT")]
    [InlineData("example\0.com")]
    [InlineData("ex/ample.com")]
    [InlineData(@"ex\.ample.com")]
    [InlineData("-example.com")]
    [InlineData("example-.com")]
    [InlineData("example.com-")]
    [InlineData("192.0.2.1")]
    [InlineData("user@[192.0.2.1]")]
    [InlineData("[IPv6:2001:db8::1]")]
    [InlineData("2001:db8::1")]
    [InlineData("ü..example")]
    [InlineData("ü\u0000.example")]
    [InlineData("ü exa.example")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example")]
    [InlineData("üaaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff.example")]
    public void What_cannot_be_a_domain_is_refused_before_anything_is_sent(string name)
    {
        Assert.Same(MailErrors.InvalidDomainName, Fails(name).Error);
        Assert.Empty(_server.Queries);
    }

    [Fact]
    public void A_domain_over_255_octets_is_refused() =>
        Assert.Same(MailErrors.InvalidDomainName, Fails(string.Join('.', Enumerable.Repeat("abcdefg", 32))).Error);

    [Fact]
    public void The_name_is_absolute()
    {
        Fails("mail");

        Assert.Equal(["MX mail"], _server.Queries.Select(query => query.ToString()));
    }

    private IReadOnlyList<MailExchanger> Resolve(string name) => Resolvers.Patient(_server.EndPoint).ResolveMailExchangers(name);

    private MailException Fails(string name) => Assert.Throws<MailException>(() => Resolve(name));
}
