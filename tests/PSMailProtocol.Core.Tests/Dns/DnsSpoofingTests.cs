using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>RFC 5452: what is not the answer to the query is passed over, and the wait for the answer goes on.</summary>
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
        ["another name"] = (query, answer) => { Ask(answer, new DnsQuestion(DnsName.Parse("forged.example"), DnsRecordType.A)); query.Reply(answer); },
        ["another type"] = (query, answer) => { Ask(answer, new DnsQuestion(answer.Questions[0].Name, DnsRecordType.Mx)); query.Reply(answer); },
        ["another class"] = (query, answer) => { Ask(answer, new DnsQuestion(answer.Questions[0].Name, DnsRecordType.A, 3)); query.Reply(answer); },
        ["from another port"] = (query, answer) => query.ReplyFromAnotherPort(answer),
        ["wrong id and truncated"] = (query, answer) => { answer.Id++; answer.IsTruncated = true; query.Reply(answer); },
        ["empty datagram"] = (query, _) => query.Reply([]),
        ["half a header"] = (query, answer) => query.Reply(DnsMessageWriter.Write(answer)[..7]),
        ["question cut off"] = (query, answer) => query.Reply(DnsMessageWriter.Write(answer)[..15]),
        ["octets that mean nothing"] = (query, _) => query.Reply([.. Enumerable.Repeat((byte)0xFF, 200)]),
    };

    public static TheoryData<string> ForgeryNames => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public void A_forgery_before_the_answer_is_passed_over(string forgery)
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
        Assert.Equal(2, server.Datagrams);
    }

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public void A_forgery_alone_is_no_answer(string forgery)
    {
        using var server = new FakeNameServer();
        server.ByUdp = query => Forgeries[forgery](query, ForgedAnswer(query));

        var failure = Assert.Throws<MailException>(() => Resolvers.Hasty(server.EndPoint).ResolveAddresses("host.example"));

        Assert.Same(MailErrors.DnsTimedOut, failure.Error);
    }

    [Fact]
    public void A_flood_of_forgeries_does_not_outlast_the_deadline()
    {
        using var server = new FakeNameServer();
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
        Assert.DoesNotContain(seen.OrderBy(query => query.Id).Zip(seen.OrderBy(query => query.Id).Skip(10)), pair => pair.Second.Id - pair.First.Id == 10);
    }

    private static DnsMessage ForgedAnswer(FakeQuery query)
    {
        var answer = FakeNameServer.Answer(query.Message);
        answer.Answers.Clear();
        answer.Answers.Add(new AddressRecord(query.Message.Questions[0].Name, 300, Forged));
        return answer;
    }

    private static void Ask(DnsMessage answer, DnsQuestion question)
    {
        answer.Questions.Clear();
        answer.Questions.Add(question);
    }
}
