using System;
using System.Collections.Generic;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>CNAME records on the way from a domain to its exchangers (RFC 1034 section 3.6.2).</summary>
public sealed class MailExchangerAliasTests : IDisposable
{
    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.10");

    private readonly SandboxDnsServer _server = new();

    private SandboxZone Zone => _server.Zone;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void An_alias_as_domain_is_followed()
    {
        Zone.AddCname("alias.example", "other.example").AddCname("other.example", "example.com")
            .AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", V4);

        var exchanger = Assert.Single(Resolve("alias.example"));

        Assert.Equal(("alias.example", "mx.example.com"), (exchanger.Domain, exchanger.Exchange));
        Assert.Empty(exchanger.Warnings);
    }

    [Fact]
    public void An_alias_of_a_domain_without_mx_takes_mail_there()
    {
        Zone.AddCname("alias.example", "example.com").AddAddress("example.com", V4);

        var exchanger = Assert.Single(Resolve("alias.example"));

        Assert.Equal((MailExchangerStatus.Implicit, "example.com"), (exchanger.Status, exchanger.Exchange));
    }

    [Fact]
    public void An_alias_of_nothing_does_not_exist()
    {
        Zone.AddCname("alias.example", "nowhere.example");

        var failure = Fails("alias.example");

        Assert.Same(MailErrors.DomainNotFound, failure.Error);
        Assert.Contains("nowhere.example", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void A_loop_of_aliases_ends(int length)
    {
        for (var i = 0; i < length; i++)
        {
            Zone.AddCname($"a{i}.example", $"a{(i + 1) % length}.example");
        }

        var failure = Fails("a0.example");

        Assert.Same(MailErrors.AliasLoop, failure.Error);
        Assert.Contains("loop", failure.Message);
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, nameof(MailErrors.LimitExceeded))]
    public void Sixteen_aliases_are_followed_and_no_more(int count, string? error)
    {
        for (var i = 0; i < count; i++)
        {
            Zone.AddCname($"a{i}.example", $"a{i + 1}.example");
        }

        Zone.AddMx($"a{count}.example", 10, "mx.example").AddAddress("mx.example", V4);

        if (error is null)
        {
            Assert.Single(Resolve("a0.example"));
        }
        else
        {
            Assert.Equal(error, Fails("a0.example").Error.Id);
        }
    }

    [Fact]
    public void An_exchanger_that_is_an_alias_is_reported_and_followed()
    {
        Zone.AddMx("example.com", 10, "mx.example.com").AddCname("mx.example.com", "host.example.net").AddAddress("host.example.net", V4);

        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal("mx.example.com", exchanger.Exchange);
        Assert.Equal([V4], exchanger.IPAddress);
        Assert.Contains("RFC 2181", Assert.Single(exchanger.Warnings));
    }

    [Fact]
    public void An_unfinished_chain_of_aliases_is_asked_for_from_its_end()
    {
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            if (query.Message.Questions[0].Name.Equals(DnsName.Parse("alias.example")))
            {
                answer.Answers.Clear();
                answer.Authorities.Clear();
                answer.Answers.Add(new CnameRecord(DnsName.Parse("alias.example"), 9, DnsName.Parse("host.example")));
            }

            query.Reply(answer);
        };

        Assert.Single(Resolvers.Patient(server.EndPoint).ResolveAddresses("alias.example"));
        Assert.Equal(4, server.Datagrams);
    }

    private IReadOnlyList<MailExchanger> Resolve(string name) => Resolvers.Patient(_server.EndPoint).ResolveMailExchangers(name);

    private MailException Fails(string name) => Assert.Throws<MailException>(() => Resolve(name));
}
