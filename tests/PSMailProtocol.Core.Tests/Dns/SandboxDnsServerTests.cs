using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>The sandbox has to be right where a real server is, or what is tested against it proves nothing.</summary>
public sealed class SandboxDnsServerTests : IDisposable
{
    private readonly SandboxDnsServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("mx.example.com", "A", 0, 1, 0)]
    [InlineData("mx.example.com", "Aaaa", 0, 0, 1)]
    [InlineData("MX.Example.Com", "A", 0, 1, 0)]
    [InlineData("example.com", "A", 0, 0, 1)]
    [InlineData("com", "A", 0, 0, 1)]
    [InlineData("a.mx.example.com", "A", 3, 0, 1)]
    [InlineData("ample.com", "A", 3, 0, 1)]
    [InlineData("alias.example", "A", 0, 2, 0)]
    [InlineData("alias.example", "Aaaa", 0, 1, 1)]
    [InlineData("alias.example", "Cname", 0, 1, 0)]
    [InlineData("dangling.example", "A", 3, 1, 1)]
    public void Nothing_there_and_no_such_name_are_told_apart(string name, string type, int code, int answers, int authorities)
    {
        _server.Zone.AddAddress("mx.example.com", IPAddress.Loopback)
            .AddCname("alias.example", "mx.example.com").AddCname("dangling.example", "nowhere.example");

        var answer = AskByUdp(Query(name, Enum.Parse<DnsRecordType>(type)));

        Assert.Equal((code, answers, authorities), ((int)answer.ResponseCode, answer.Answers.Count, answer.Authorities.Count));
    }

    [Theory]
    [InlineData(0, 512)]
    [InlineData(1232, 1232)]
    public void An_answer_is_cut_to_what_the_client_takes(int payloadSize, int most)
    {
        for (var i = 0; i < 200; i++)
        {
            _server.Zone.AddMx("example.com", i, $"host{i}.example.com");
        }

        var query = Query("example.com", DnsRecordType.Mx);
        if (payloadSize > 0)
        {
            query.Additionals.Add(new OptRecord((ushort)payloadSize, 0, []));
        }

        var bytes = SendByUdp(DnsMessageWriter.Write(query));

        Assert.InRange(bytes.Length, most / 2, most);
        Assert.True(new DnsMessageReader(bytes, bytes.Length).Read().IsTruncated);
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), _server.EndPoint);
        options.MaximumExchangers = 200;
        Assert.Equal(200, new DnsResolver(options).ResolveMailExchangers("example.com").Count);
    }

    [Theory]
    [InlineData(false, 0u, false)]
    [InlineData(true, 0u, true)]
    [InlineData(false, 0x8000u, true)]
    public void The_ad_bit_is_for_who_asks_for_it(bool isAuthenticated, uint flags, bool expected)
    {
        _server.Zone.IsAuthenticated = true;
        var query = Query("example.com", DnsRecordType.Mx);
        query.IsAuthenticated = isAuthenticated;
        query.Additionals.Add(new OptRecord(1232, flags, []));

        Assert.Equal(expected, AskByUdp(query).IsAuthenticated);
    }

    [Fact]
    public void A_query_that_is_none_is_refused()
    {
        var update = Query("example.com", DnsRecordType.Mx);
        update.Opcode = 5;
        var twofold = Query("example.com", DnsRecordType.Mx);
        twofold.Questions.Add(twofold.Questions[0]);

        Assert.Equal(DnsResponseCode.NotImplemented, AskByUdp(update).ResponseCode);
        Assert.Equal(DnsResponseCode.FormatError, AskByUdp(twofold).ResponseCode);
        Assert.Empty(_server.Queries);
    }

    [Fact]
    public void Octets_that_are_no_query_do_not_stop_it()
    {
        using var client = new UdpClient();
        client.Connect(_server.EndPoint);
        client.Send([1, 2, 3], 3);

        Assert.Equal(DnsResponseCode.NameError, AskByUdp(Query("example.com", DnsRecordType.Mx)).ResponseCode);
    }

    [Fact]
    public void A_fault_ends_when_it_is_taken_back()
    {
        _server.Zone.AddAddress("example.com", IPAddress.Loopback).SetFault("example.com", SandboxDnsFault.Refused);
        Assert.Equal(DnsResponseCode.Refused, AskByUdp(Query("example.com", DnsRecordType.A)).ResponseCode);

        _server.Zone.SetFault("example.com", SandboxDnsFault.None);

        Assert.Equal(DnsResponseCode.NoError, AskByUdp(Query("example.com", DnsRecordType.A)).ResponseCode);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_preference_that_does_not_fit_is_refused(int preference) =>
        Assert.Same(MailErrors.InvalidParameter,
            Assert.Throws<MailException>(() => _server.Zone.AddMx("example.com", preference, "mx.example.com")).Error);

    [Theory]
    [InlineData("HINFO")]
    [InlineData("OPT")]
    [InlineData("")]
    public void A_type_that_the_sandbox_does_not_know_is_refused(string type) =>
        Assert.Same(MailErrors.InvalidParameter,
            Assert.Throws<MailException>(() => _server.Zone.SetFault("example.com", SandboxDnsFault.Drop, type)).Error);

    [Fact]
    public void Two_servers_have_two_ports_and_dispose_gives_them_back()
    {
        using var other = new SandboxDnsServer();
        Assert.NotEqual(_server.EndPoint.Port, other.EndPoint.Port);

        other.Dispose();

        var failure = Assert.Throws<MailException>(() => Resolvers.ByTcp(other.EndPoint).ResolveAddresses("example.com"));
        Assert.Same(MailErrors.DnsServerFailure, failure.Error);
    }

    private static DnsMessage Query(string name, DnsRecordType type)
    {
        var query = new DnsMessage { Id = 7, RecursionDesired = true };
        query.Questions.Add(new DnsQuestion(DnsName.Parse(name), type));
        return query;
    }

    private DnsMessage AskByUdp(DnsMessage query)
    {
        var bytes = SendByUdp(DnsMessageWriter.Write(query));
        var answer = new DnsMessageReader(bytes, bytes.Length).Read();
        Assert.True(answer.IsResponse && answer.Id == query.Id && answer.Questions.Count == query.Questions.Count);
        return answer;
    }

    private byte[] SendByUdp(byte[] query)
    {
        using var client = new UdpClient();
        client.Connect(_server.EndPoint);
        client.Send(query, query.Length);
        IPEndPoint? sender = null;
        return client.Receive(ref sender);
    }
}
