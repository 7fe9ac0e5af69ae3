using System;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>The servers that a domain names for its users (RFC 2782, RFC 6186, RFC 8314), against the sandbox.</summary>
public sealed class MailServiceTests : IDisposable
{
    private readonly SandboxDnsServer _server = new();

    private SandboxZone Zone => _server.Zone;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_server_comes_with_all_there_is_to_know()
    {
        Zone.AddSrv("_imaps._tcp.example.com", 10, 20, 1993, "imap.example.net")
            .AddAddress("imap.example.net", IPAddress.Parse("192.0.2.1"));

        var server = Assert.Single(Resolve("user@Example.com"));

        Assert.Equal(("_imaps", "example.com", "imap.example.net", 1993, 10, 20, true),
            (server.Service, server.Domain, server.Host, server.Port, server.Priority, server.Weight, server.IsImplicit));
        Assert.Equal([IPAddress.Parse("192.0.2.1")], server.Addresses);
        Assert.Equal("_imaps._tcp.example.com", server.ToString());
    }

    [Fact]
    public void Servers_come_by_service_priority_and_weight_and_a_root_is_none()
    {
        Zone.AddSrv("_imap._tcp.example.com", 20, 0, 143, "third.example.com")
            .AddSrv("_imap._tcp.example.com", 10, 1, 143, "second.example.com")
            .AddSrv("_imap._tcp.example.com", 10, 5, 143, "first.example.com")
            .AddSrv("_imap._tcp.example.com", 10, 5, 143, "FIRST.example.com")
            .AddSrv("_pop3._tcp.example.com", 0, 0, 0, ".").AddSrv("_pop3s._tcp.example.com", 0, 0, 995, "pop.example.com")
            .AddSrv("_submission._tcp.example.com", 0, 1, 587, "smtp.example.com")
            .AddSrv("_submissions._tcp.example.com", 0, 1, 465, "smtp.example.com")
            .AddSrv("_sip._tcp.example.com", 0, 1, 5060, "sip.example.com");

        Assert.Equal(
            [
                "_submissions smtp.example.com 465 True", "_submission smtp.example.com 587 False",
                "_imap first.example.com 143 False", "_imap second.example.com 143 False", "_imap third.example.com 143 False",
                "_pop3s pop.example.com 995 True",
            ],
            Resolve("example.com")
                .Select(server => $"{server.Service} {server.Host.ToLowerInvariant()} {server.Port} {server.IsImplicit}"));
    }

    [Theory]
    [InlineData("nowhere.example")]
    [InlineData("example.com")]
    public void A_domain_may_name_none(string domain)
    {
        Zone.AddAddress("example.com", IPAddress.Loopback);

        Assert.Empty(Resolve(domain));
    }

    [Fact]
    public void An_alias_is_followed_and_a_name_that_would_be_too_long_is_not_asked_for()
    {
        Zone.AddCname("_imaps._tcp.example.com", "_imaps._tcp.provider.test")
            .AddSrv("_imaps._tcp.provider.test", 0, 1, 993, "imap.provider.test");
        var longest = string.Join('.', Enumerable.Repeat(new string('a', 60), 4));

        Assert.Equal("imap.provider.test", Assert.Single(Resolve("example.com")).Host);
        Assert.Empty(Resolve(longest));
    }

    /// <summary>That nobody answers says nothing about the domain, and is no empty list.</summary>
    [Theory]
    [InlineData(SandboxDnsFault.ServerFailure, nameof(MailErrors.DnsServerFailure))]
    [InlineData(SandboxDnsFault.Refused, nameof(MailErrors.DnsServerFailure))]
    public void A_failure_is_no_absence(SandboxDnsFault fault, string error)
    {
        Zone.AddAddress("example.com", IPAddress.Loopback).SetFault("_pop3._tcp.example.com", fault, "SRV");

        Assert.Equal(error, Assert.Throws<MailException>(() => Resolve("example.com")).Error.Id);
    }

    [Fact]
    public void Too_many_servers_are_a_cap_that_is_reached()
    {
        for (var i = 0; i <= new DnsResolverOptions().MaximumExchangers; i++)
            Zone.AddSrv("_imap._tcp.example.com", i, 0, 143, $"host{i}.example.com");

        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(() => Resolve("example.com")).Error);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 65536, 0)]
    [InlineData(0, 0, 65536)]
    public void A_number_that_is_out_of_range_is_refused(int priority, int weight, int port) =>
        Assert.Same(MailErrors.InvalidParameter,
            Assert.Throws<MailException>(() => Zone.AddSrv("_imap._tcp.example.com", priority, weight, port, "x.test")).Error);

    [Fact]
    public void A_record_is_read_back_as_it_was_written()
    {
        var message = new DnsMessage { IsResponse = true };
        message.Answers.Add(new SrvRecord(DnsName.Parse("_imaps._tcp.example.com"), 60, 1, 2, 3, DnsName.Parse("host.example.com")));

        var bytes = DnsMessageWriter.Write(message);

        // RFC 2782 wants the target as it is, without a pointer.
        Assert.Equal(12 + 25 + 10 + 6 + 18, bytes.Length);
        var read = Assert.IsType<SrvRecord>(Assert.Single(new DnsMessageReader(bytes, bytes.Length).Read().Answers));
        Assert.Equal((1, 2, 3, "host.example.com"), (read.Priority, read.Weight, read.Port, read.Target.ToString()));
    }

    private System.Collections.Generic.IReadOnlyList<MailService> Resolve(string name) =>
        Resolvers.Patient(_server.EndPoint).ResolveMailServices(name);
}
