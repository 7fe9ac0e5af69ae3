using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>What a server sends, right and wrong, and when it is asked again by TCP or without EDNS.</summary>
public class NameServerClientTests
{
    // What a server sends by TCP after a truncated answer by UDP, and the error it makes.
    private static readonly Dictionary<string, (Func<DnsMessage, byte[]?> Bytes, MailError Error)> BrokenStreams = new()
    {
        ["closed at once"] = (_ => [], MailErrors.DnsResponseInvalid),
        ["half a length"] = (_ => [0], MailErrors.DnsResponseInvalid),
        ["length without a message"] = (_ => [0, 40], MailErrors.DnsResponseInvalid),
        ["message cut off"] = (query => FakeNameServer.WithLength(FakeNameServer.AnswerBytes(query))[..^1], MailErrors.DnsResponseInvalid),
        ["length shorter than the message"] = (ShortLength, MailErrors.DnsResponseInvalid),
        ["length zero"] = (_ => [0, 0], MailErrors.DnsResponseInvalid),
        ["truncated again"] = (query => FakeNameServer.WithLength(DnsMessageWriter.Write(Truncated(query))), MailErrors.DnsResponseInvalid),
        ["65,535 octets that are no message"] = (_ => FakeNameServer.WithLength(new byte[65535]), MailErrors.DnsResponseInvalid),
        ["wrong id and no more"] = (query => { query.Id++; return FakeNameServer.WithLength(FakeNameServer.AnswerBytes(query)); },
            MailErrors.DnsResponseInvalid),
        ["nothing, without an end"] = (_ => null, MailErrors.DnsTimedOut),
    };

    public static TheoryData<string> BrokenStreamNames => [.. BrokenStreams.Keys];

    [Theory]
    [MemberData(nameof(BrokenStreamNames))]
    public void A_broken_answer_by_tcp_is_an_error_with_a_name(string stream)
    {
        var (bytes, error) = BrokenStreams[stream];
        using var server = new FakeNameServer { ByUdp = query => query.Reply(Truncated(query.Message)), ByTcp = bytes };
        var timeout = error == MailErrors.DnsTimedOut ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMinutes(10);

        var failure = Assert.Throws<MailException>(
            () => new DnsResolver(Resolvers.Options(timeout, server.EndPoint)).ResolveAddresses("host.example"));

        Assert.True(error == failure.Error, failure.Message);
    }

    [Fact]
    public void A_truncated_answer_is_asked_for_by_tcp()
    {
        using var server = new FakeNameServer
        {
            ByUdp = query => query.Reply(Wire.Join(DnsMessageWriter.Write(Truncated(query.Message)), [3, 1])),
            ByTcp = query => FakeNameServer.WithLength(FakeNameServer.AnswerBytes(query)),
        };

        Assert.Equal([IPAddress.Parse("192.0.2.1")], Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));
    }

    [Fact]
    public void By_tcp_alone_no_datagram_is_sent()
    {
        using var server = new FakeNameServer();

        Assert.Equal([IPAddress.Parse("192.0.2.1")], Resolvers.ByTcp(server.EndPoint).ResolveAddresses("host.example"));
        Assert.Equal((0, 2), (server.Datagrams, server.StreamQueries));
    }

    [Fact]
    public void A_connection_that_the_server_closes_between_two_questions_is_opened_again()
    {
        using var server = new FakeNameServer();
        var resolver = Resolvers.ByTcp(server.EndPoint);

        for (var i = 0; i < 5; i++)
        {
            Assert.Single(resolver.ResolveAddresses("host.example"));
        }

        Assert.Equal(10, server.StreamQueries);
    }

    [Fact]
    public async Task Many_lookups_wait_at_once_on_one_thread()
    {
        const int count = 64;
        using var server = new FakeNameServer();
        var waiting = new List<FakeQuery>();
        server.ByUdp = query =>
        {
            if (query.Message.Questions[0].Type == DnsRecordType.A)
            {
                waiting.Add(query);
            }
            else
            {
                query.Reply(FakeNameServer.Answer(query.Message));
            }

            if (waiting.Count == count)
            {
                waiting.ForEach(one => one.Reply(FakeNameServer.Answer(one.Message)));
            }
        };
        var resolver = Resolvers.Patient(server.EndPoint);

        var lookups = Enumerable.Range(0, count).Select(i => resolver.ResolveAddressesAsync($"host{i}.example")).ToArray();

        Assert.All(await Task.WhenAll(lookups), addresses => Assert.Single(addresses));
    }

    [Fact]
    public void An_answer_of_65535_octets_is_read()
    {
        using var server = new FakeNameServer
        {
            ByUdp = query => query.Reply(Truncated(query.Message)),
            ByTcp = query =>
            {
                // Owner by pointer and 16 fixed octets; one text record fills what is left.
                var answer = FakeNameServer.Answer(query);
                var room = 65535 - DnsMessageWriter.Write(answer).Length - 12;
                answer.Additionals.Add(new RawRecord(query.Questions[0].Name, (DnsRecordType)16, 1, 60, new byte[room]));
                var bytes = DnsMessageWriter.Write(answer);
                Assert.Equal(65535, bytes.Length);
                return FakeNameServer.WithLength(bytes);
            },
        };

        Assert.Single(Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));
    }

    [Theory]
    [InlineData(1, "FORMERR")]
    [InlineData(2, "SERVFAIL")]
    [InlineData(4, "NOTIMP")]
    [InlineData(5, "REFUSED")]
    [InlineData(9, "RCODE 9")]
    public void A_server_that_cannot_answer_says_nothing_about_the_name(int code, string name)
    {
        using var server = new FakeNameServer { ByUdp = query => query.Reply(Refusal(query.Message, code)) };

        var failure = Assert.Throws<MailException>(() => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example"));

        Assert.Same(MailErrors.DnsServerFailure, failure.Error);
        Assert.Contains($"{server.EndPoint}: {name}", failure.Message);
    }

    [Fact]
    public void A_referral_is_not_taken_for_an_empty_answer()
    {
        using var server = new FakeNameServer
        {
            ByUdp = query =>
            {
                var answer = FakeNameServer.Answer(query.Message);
                answer.Answers.Clear();
                answer.Authorities.Clear();
                answer.Authorities.Add(new RawRecord(DnsName.Parse("example"), DnsRecordType.Ns, 1, 60, [0]));
                query.Reply(answer);
            },
        };

        var failure = Assert.Throws<MailException>(() => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example"));

        Assert.Same(MailErrors.DnsServerFailure, failure.Error);
    }

    [Fact]
    public void A_port_where_nobody_listens_is_a_server_failure_by_tcp()
    {
        IPEndPoint closed;
        using (var server = new FakeNameServer())
        {
            closed = server.EndPoint;
        }

        var failure = Assert.Throws<MailException>(() => Resolvers.ByTcp(closed).ResolveAddresses("host.example"));

        Assert.Same(MailErrors.DnsServerFailure, failure.Error);
        Assert.NotNull(failure.InnerException);
    }

    [Fact]
    public void A_malformed_answer_sends_the_resolver_to_the_next_server()
    {
        using var broken = new FakeNameServer
        {
            ByUdp = query => query.Reply(FakeNameServer.AnswerBytes(query.Message)[..^3]),
            ByTcp = query => FakeNameServer.WithLength(FakeNameServer.AnswerBytes(query)[..^3]),
        };
        using var sound = new FakeNameServer { ByUdp = query => query.Reply(FakeNameServer.Answer(query.Message)) };

        Assert.Single(Resolvers.Patient(broken.EndPoint, sound.EndPoint).ResolveAddresses("host.example"));
        var failure = Assert.Throws<MailException>(() => Resolvers.Patient(broken.EndPoint).ResolveAddresses("host.example"));
        Assert.Same(MailErrors.DnsResponseInvalid, failure.Error);
    }

    [Fact]
    public void Every_server_is_asked_as_often_as_attempts_say()
    {
        using var first = new FakeNameServer { ByUdp = query => query.Reply(Refusal(query.Message, 2)) };
        using var second = new FakeNameServer { ByUdp = query => query.Reply(Refusal(query.Message, 5)) };
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), first.EndPoint, second.EndPoint);
        options.Attempts = 3;

        var failure = Assert.Throws<MailException>(() => new DnsResolver(options).ResolveMailExchangers("host.example"));

        Assert.Equal((3, 3), (first.Datagrams, second.Datagrams));
        Assert.Contains($"{first.EndPoint}: SERVFAIL; {second.EndPoint}: REFUSED", failure.Message);
    }

    [Fact]
    public void A_server_from_before_edns_is_asked_again_without()
    {
        using var server = new FakeNameServer
        {
            ByUdp = query => query.Reply(query.Message.Opt is null ? FakeNameServer.Answer(query.Message) : Refusal(query.Message, 1)),
        };

        Assert.Single(Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));
    }

    [Fact]
    public void The_second_attempt_goes_without_edns()
    {
        using var server = new FakeNameServer();
        var sizes = new ConcurrentQueue<int?>();
        server.ByUdp = query =>
        {
            sizes.Enqueue(query.Message.Opt?.UdpPayloadSize);
            query.Reply(Refusal(query.Message, 2));
        };
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), server.EndPoint);
        options.Attempts = 2;
        options.UdpPayloadSize = 4000;

        Assert.Throws<MailException>(() => new DnsResolver(options).ResolveMailExchangers("host.example"));

        Assert.Equal([4000, null], sizes.ToArray());
    }

    [Fact]
    public void One_deadline_holds_for_the_whole_lookup()
    {
        using var server = new FakeNameServer();
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), server.EndPoint);
        options.Deadline = TimeSpan.FromMilliseconds(60);
        options.Attempts = 10;

        var failure = Assert.Throws<MailException>(() => new DnsResolver(options).ResolveMailExchangers("host.example"));

        Assert.Same(MailErrors.DnsTimedOut, failure.Error);
        Assert.InRange(server.Datagrams, 0, 1);
    }

    [Fact]
    public void Cancellation_ends_a_wait_for_a_datagram()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new FakeNameServer { ByUdp = _ => cancellation.Cancel() };

        Assert.Throws<OperationCanceledException>(
            () => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example", cancellation.Token));
    }

    [Fact]
    public void Cancellation_ends_a_wait_on_a_stream()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new FakeNameServer
        {
            ByUdp = query => query.Reply(Truncated(query.Message)),
            ByTcp = _ =>
            {
                cancellation.Cancel();
                return null;
            },
        };

        Assert.Throws<OperationCanceledException>(
            () => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example", cancellation.Token));
    }

    [Fact]
    public void A_cancelled_token_sends_nothing()
    {
        using var server = new FakeNameServer();

        Assert.Throws<OperationCanceledException>(
            () => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example", new CancellationToken(canceled: true)));
        Assert.Equal(0, server.Datagrams);
    }

    private static DnsMessage Truncated(DnsMessage query)
    {
        var answer = FakeNameServer.Answer(query);
        answer.Answers.Clear();
        answer.Authorities.Clear();
        answer.IsTruncated = true;
        return answer;
    }

    private static DnsMessage Refusal(DnsMessage query, int code)
    {
        var answer = FakeNameServer.Answer(query);
        answer.Answers.Clear();
        answer.Authorities.Clear();
        answer.HeaderResponseCode = (byte)code;
        return answer;
    }

    private static byte[] ShortLength(DnsMessage query)
    {
        var answer = FakeNameServer.AnswerBytes(query);
        return Wire.Join(Wire.Words(answer.Length - 2), answer);
    }
}
