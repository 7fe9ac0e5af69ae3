using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>RFC 5452: what comes by UDP and is not the answer to the query is not believed; the same server is asked by TCP.</summary>
public class DnsSpoofingTests
{
    private static readonly IPAddress Forged = IPAddress.Parse("192.0.2.66");

    // Each takes a right answer with a forged address and makes it one that must not count.
    private static readonly Dictionary<string, Action<FakeQuery, DnsMessage>> Forgeries = new()
    {
        ["wrong id"] = (query, answer) => { answer.Id++; query.Reply(answer); },
        ["not a response"] = (query, answer) => { answer.IsResponse = false; query.Reply(answer); },
        ["another opcode"] = (query, answer) => { answer.Opcode = 4; query.Reply(answer); },
        ["no question"] = (query, answer) => { answer.Questions.Clear(); query.Reply(answer); },
        ["two questions"] = (query, answer) => { answer.Questions.Add(answer.Questions[0]); query.Reply(answer); },
        ["another name"] = (query,
            answer) => { Ask(answer, new DnsQuestion(DnsName.Parse("forged.example"), DnsRecordType.A)); query.Reply(answer); },
        ["another type"] = (query,
            answer) => { Ask(answer, new DnsQuestion(answer.Questions[0].Name, DnsRecordType.Mx)); query.Reply(answer); },
        ["another class"] = (query,
            answer) => { Ask(answer, new DnsQuestion(answer.Questions[0].Name, DnsRecordType.A, 3)); query.Reply(answer); },
        ["wrong id and truncated"] = (query, answer) => { answer.Id++; answer.IsTruncated = true; query.Reply(answer); },
        ["empty datagram"] = (query, _) => query.Reply([]),
        ["half a header"] = (query, answer) => query.Reply(DnsMessageWriter.Write(answer)[..7]),
        ["question cut off"] = (query, answer) => query.Reply(DnsMessageWriter.Write(answer)[..15]),
        ["answer cut off"] = (query, answer) => query.Reply(DnsMessageWriter.Write(answer)[..^3]),
        ["record longer than the message"] = (query, answer) =>
            query.Reply(WithLastRecord(answer, Wire.Record(Wire.Pointer(12), 1, [192, 0, 2, 66], length: 400))),
        ["address of five octets"] = (query, answer) =>
            query.Reply(WithLastRecord(answer, Wire.Record(Wire.Pointer(12), 1, [192, 0, 2, 66, 1]))),
        ["owner that is a loop of pointers"] = (query, answer) =>
            query.Reply(WithLastRecord(answer, Wire.Record(Wire.Pointer(30), 1, [192, 0, 2, 66]))),
        ["owner that is no A-label"] = (query, answer) =>
            query.Reply(WithLastRecord(answer, Wire.Record(Wire.Name("xn--a"), 1, [192, 0, 2, 66]))),
        ["alias of a name of 1,200 octets"] = (query, answer) =>
            query.Reply(WithLastRecord(answer,
                Wire.Record(Wire.Pointer(12), 5, Wire.Name(string.Join('.', Enumerable.Repeat(new string('a', 59), 20)))))),
        ["octets that mean nothing"] = (query, _) => query.Reply([.. Enumerable.Repeat((byte)0xFF, 200)]),
    };

    public static TheoryData<string> ForgeryNames => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public void What_is_not_the_answer_by_udp_is_asked_for_by_tcp(string forgery)
    {
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            if (query.Message.Questions[0].Type == DnsRecordType.A)
            {
                Forgeries[forgery](query, ForgedAnswer(query));
            }

            query.Reply(FakeNameServer.Answer(query.Message));
        };

        Assert.Equal([IPAddress.Parse("192.0.2.1")], Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));
        Assert.Equal((2, 1), (server.Datagrams, server.StreamQueries));
    }

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public void A_forgery_alone_is_no_answer(string forgery)
    {
        using var server = new FakeNameServer { ByTcp = static _ => null };
        server.ByUdp = query => Forgeries[forgery](query, ForgedAnswer(query));

        var failure = Assert.Throws<MailException>(() => Resolvers.Hasty(server.EndPoint).ResolveAddresses("host.example"));

        Assert.Same(MailErrors.DnsTimedOut, failure.Error);
    }

    [Fact]
    public void A_flood_of_forgeries_does_not_outlast_the_deadline()
    {
        using var server = new FakeNameServer { ByTcp = static _ => null };
        server.ByUdp = query =>
        {
            var answer = ForgedAnswer(query);
            answer.Id++;
            while (!server.IsDisposed)
            {
                query.Reply(answer);
            }
        };

        var failure = Assert.Throws<MailException>(() => Resolvers.Hasty(server.EndPoint).ResolveAddresses("host.example"));

        Assert.Same(MailErrors.DnsTimedOut, failure.Error);
    }

    /// <summary>SECURITY.md says so: DnsClient receives from anybody. Whoever has to know asks by TCP.</summary>
    [Fact]
    public void A_forgery_with_the_right_id_from_another_port_is_kept_out_by_tcp_alone()
    {
        using var server = new FakeNameServer();
        server.ByUdp = query => query.ReplyFromAnotherPort(ForgedAnswer(query));

        Assert.Equal([Forged], Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example").Distinct());
        Assert.Equal([IPAddress.Parse("192.0.2.1")], Resolvers.ByTcp(server.EndPoint).ResolveAddresses("host.example"));
    }

    /// <summary>
    /// A pointer beyond the datagram leads into what the buffer held before, which is anybody's in this process. The name that
    /// comes out would be shown, and asked for at the attacker's own server.
    /// </summary>
    [Fact]
    public async Task A_pointer_beyond_the_answer_does_not_lead_into_old_octets()
    {
        const int beyond = 1024;
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            answer.Answers.Clear();
            answer.Authorities.Clear();
            query.Reply(WithLastRecord(answer, Wire.Record(Wire.Pointer(12), 15, Wire.Join(Wire.Words(10), Wire.Pointer(beyond)))));
        };
        server.ByTcp = _ => [];
        var used = ArrayPool<byte>.Shared.Rent(4096);
        Wire.Name("secret.example").CopyTo(used, beyond);
        ArrayPool<byte>.Shared.Return(used);

        // The first question goes out on this thread, before anything is waited for.
        var lookup = Resolvers.Patient(server.EndPoint).ResolveMailExchangersAsync("host.example");

        var exchanger = Assert.Single(await lookup);
        Assert.DoesNotContain("secret", exchanger.Exchange);
    }

    [Fact]
    public void The_question_may_come_back_in_another_case()
    {
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            Ask(answer, new DnsQuestion(DnsName.Parse("HOST.Example"), answer.Questions[0].Type));
            query.Reply(answer);
        };

        Assert.Single(Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));
    }

    [Fact]
    public void Each_query_has_an_id_and_a_port_of_its_own()
    {
        using var server = new FakeNameServer();
        var seen = new ConcurrentBag<(int Id, int Port)>();
        server.ByUdp = query =>
        {
            seen.Add((query.Message.Id, query.ClientPort));
            query.Reply(FakeNameServer.Answer(query.Message));
        };

        for (var i = 0; i < 25; i++)
        {
            Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example");
        }

        Assert.Equal(50, seen.Count);
        Assert.InRange(seen.Select(query => query.Id).Distinct().Count(), 45, 50);
        Assert.InRange(seen.Select(query => query.Port).Distinct().Count(), 25, 50);
        Assert.DoesNotContain(seen.OrderBy(query => query.Id).Zip(seen.OrderBy(query => query.Id).Skip(10)),
            pair => pair.Second.Id - pair.First.Id == 10);
    }

    private static DnsMessage ForgedAnswer(FakeQuery query)
    {
        var answer = FakeNameServer.Answer(query.Message);
        answer.Answers.Clear();
        answer.Answers.Add(new AddressRecord(query.Message.Questions[0].Name, 300, Forged));
        return answer;
    }

    // In place of the answers there are; an OPT record would have to come behind it.
    private static byte[] WithLastRecord(DnsMessage answer, byte[] record)
    {
        answer.Answers.Clear();
        var bytes = DnsMessageWriter.Write(answer);
        bytes[7] = 1;
        return Wire.Join(bytes, record);
    }

    private static void Ask(DnsMessage answer, DnsQuestion question)
    {
        answer.Questions.Clear();
        answer.Questions.Add(question);
    }
}
