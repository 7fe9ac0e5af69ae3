using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox.Dns;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>What RFC 5321 section 5.1 and RFC 7505 make of a domain's records, against the sandbox.</summary>
public sealed class MailExchangerTests : IDisposable
{
    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.10");
    private static readonly IPAddress V6 = IPAddress.Parse("2001:db8::10");

    private readonly SandboxDnsServer _server = new();

    private SandboxZone Zone => _server.Zone;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void An_exchanger_comes_with_all_there_is_to_know()
    {
        Zone.IsAuthenticated = true;
        Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", V6).AddAddress("mx.example.com", V4);

        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal("example.com", exchanger.Domain);
        Assert.Equal(10, exchanger.Preference);
        Assert.Equal("mx.example.com", exchanger.Exchange);
        Assert.Equal([V4, V6], exchanger.IPAddress);
        Assert.Equal(MailExchangerStatus.Explicit, exchanger.Status);
        Assert.Equal(TimeSpan.FromMinutes(5), exchanger.TimeToLive);
        Assert.Equal(_server.EndPoint, exchanger.NameServer);
        Assert.True(exchanger.IsAuthenticated);
        Assert.Empty(exchanger.Warnings);
        Assert.Equal("10 mx.example.com", exchanger.ToString());
    }

    [Fact]
    public void A_domain_that_does_not_exist_is_said_so() =>
        Assert.Same(MailErrors.DomainNotFound, Fails("nowhere.example").Error);

    [Theory]
    [InlineData(SandboxDnsFault.ServerFailure, nameof(MailErrors.DnsServerFailure))]
    [InlineData(SandboxDnsFault.Refused, nameof(MailErrors.DnsServerFailure))]
    [InlineData(SandboxDnsFault.Drop, nameof(MailErrors.DnsTimedOut))]
    [InlineData(SandboxDnsFault.NameError, nameof(MailErrors.DomainNotFound))]
    public void A_failure_of_the_mx_question_is_never_an_implicit_exchanger(SandboxDnsFault fault, string error)
    {
        Zone.AddAddress("example.com", V4).SetFault("example.com", fault, "MX");

        var failure = Assert.Throws<MailException>(
            () => new DnsResolver(Resolvers.Options(PatienceFor(fault), _server.EndPoint)).ResolveMailExchangers("example.com"));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain(_server.Queries, query => query.Type != "MX");
    }

    [Theory]
    [InlineData(SandboxDnsFault.None, false)]
    [InlineData(SandboxDnsFault.Truncate, true)]
    [InlineData(SandboxDnsFault.WrongIdFirst, true)]
    [InlineData(SandboxDnsFault.WrongQuestionFirst, true)]
    public void A_hindrance_on_the_way_does_not_change_the_answer(SandboxDnsFault fault, bool usesTcp)
    {
        Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", V4).SetFault("example.com", fault);

        Assert.Equal("mx.example.com", Assert.Single(Resolve("example.com")).Exchange);
        Assert.Equal(usesTcp, _server.Queries.Any(query => query.IsTcp));
    }

    [Theory]
    [InlineData("example.com", 0, ".")]
    [InlineData("example.com", 10, ".")]
    public void A_null_mx_takes_no_mail_even_at_an_address(string domain, int preference, string exchange)
    {
        Zone.AddMx(domain, preference, exchange).AddAddress(domain, V4);

        var exchanger = Assert.Single(Resolve(domain));

        Assert.Equal((MailExchangerStatus.NullMx, ".", preference), (exchanger.Status, exchanger.Exchange, exchanger.Preference));
        Assert.Empty(exchanger.IPAddress);
        Assert.Single(_server.Queries);
    }

    [Fact]
    public void A_null_mx_beside_others_is_passed_over_with_a_warning()
    {
        Zone.AddNullMx("example.com").AddMx("example.com", 20, "mx.example.com").AddAddress("mx.example.com", V4);

        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal(("mx.example.com", MailExchangerStatus.Explicit), (exchanger.Exchange, exchanger.Status));
        Assert.Contains("RFC 7505", Assert.Single(exchanger.Warnings));
    }

    [Fact]
    public void A_domain_without_mx_takes_mail_at_its_own_address()
    {
        Zone.AddAddress("example.com", V6).AddAddress("example.com", V4);

        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal((MailExchangerStatus.Implicit, "example.com", 0), (exchanger.Status, exchanger.Exchange, exchanger.Preference));
        Assert.Equal([V4, V6], exchanger.IPAddress);

        // The negative answer is part of what was learned, and the zone lets it be kept for a minute.
        Assert.Equal(TimeSpan.FromMinutes(1), exchanger.TimeToLive);
    }

    [Fact]
    public void A_domain_without_mx_and_address_has_no_exchanger()
    {
        Zone.AddAddress("www.example.com", V4);

        Assert.Same(MailErrors.NoMailExchanger, Fails("example.com").Error);
        Assert.Equal(["MX", "A", "AAAA"], _server.Queries.Select(query => query.Type));
    }

    [Fact]
    public void Without_mx_an_unanswered_address_question_leaves_it_open()
    {
        Zone.AddAddress("www.example.com", V4).SetFault("example.com", SandboxDnsFault.ServerFailure, "AAAA");

        Assert.Same(MailErrors.DnsServerFailure, Fails("example.com").Error);
    }

    [Fact]
    public void Without_mx_one_kind_of_address_is_enough()
    {
        Zone.AddAddress("example.com", V4).SetFault("example.com", SandboxDnsFault.ServerFailure, "AAAA");

        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal([V4], exchanger.IPAddress);
        Assert.Contains("AAAA of example.com", Assert.Single(exchanger.Warnings));
    }

    [Fact]
    public void An_exchanger_that_does_not_exist_is_reported_beside_the_others()
    {
        Zone.AddMx("example.com", 10, "gone.example.net").AddMx("example.com", 20, "mx.example.com").AddAddress("mx.example.com", V4);

        var exchangers = Resolve("example.com");

        Assert.Equal(["gone.example.net", "mx.example.com"], exchangers.Select(exchanger => exchanger.Exchange));
        Assert.Contains("does not exist", Assert.Single(exchangers[0].Warnings));
        Assert.Empty(exchangers[0].IPAddress);
        Assert.Empty(exchangers[1].Warnings);
    }

    [Fact]
    public void An_exchanger_without_an_answer_is_reported_beside_the_others()
    {
        Zone.AddMx("example.com", 10, "mx.example.net").AddMx("example.com", 20, "mx.example.com").AddAddress("mx.example.com", V4)
            .SetFault("mx.example.net", SandboxDnsFault.ServerFailure);

        var exchangers = Resolve("example.com");

        Assert.Equal(2, exchangers[0].Warnings.Count);
        Assert.Contains("SERVFAIL", exchangers[0].Warnings[0]);
        Assert.Equal([V4], exchangers[1].IPAddress);
    }

    [Fact]
    public void The_hosts_of_all_exchangers_are_asked_for_at_once()
    {
        // Nobody answers for the first host before the second is asked for.
        using var server = new FakeNameServer();
        var held = new List<FakeQuery>();
        server.ByUdp = query =>
        {
            if (query.Message.Questions[0].Name.ToString().StartsWith("first", StringComparison.Ordinal))
            {
                held.Add(query);
                return;
            }

            query.Reply(WithExchangers(query.Message, ["first.example.net", "second.example.net"]));
            if (query.Message.Questions[0].Type != DnsRecordType.Mx)
                held.ForEach(waiting => waiting.Reply(FakeNameServer.Answer(waiting.Message)));
        };

        var exchangers = Resolvers.Patient(server.EndPoint).ResolveMailExchangers("example.com");

        Assert.Equal(["first.example.net", "second.example.net"], exchangers.Select(exchanger => exchanger.Exchange));
        Assert.All(exchangers, exchanger => Assert.NotEmpty(exchanger.IPAddress));
    }

    [Fact]
    public void Few_questions_are_open_at_a_time_however_many_exchangers_there_are()
    {
        using var server = new FakeNameServer();
        var hosts = Enumerable.Range(1, 30).Select(number => $"mx{number}.example.net").ToArray();
        var held = new List<FakeQuery>();
        server.ByUdp = query =>
        {
            held.Add(query);
            if (query.Message.Questions[0].Type != DnsRecordType.Mx && held.Count < StubResolver.MaximumQuestions)
                return;

            held.ForEach(waiting => waiting.Reply(WithExchangers(waiting.Message, hosts)));
            held.Clear();
        };
        var open = new OpenQuestions();
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), server.EndPoint);
        options.Transcript = open;

        Assert.Equal(30, new DnsResolver(options).ResolveMailExchangers("example.com").Count);
        Assert.Equal(StubResolver.MaximumQuestions, open.Most);
    }

    [Fact]
    public void Addresses_in_the_answer_save_a_question_only_beneath_the_domain()
    {
        Zone.AddMx("example.com", 10, "mx.example.com").AddMx("example.com", 20, "mx.example.net")
            .AddAddress("mx.example.com", V4).AddAddress("mx.example.com", V6)
            .AddAddress("mx.example.net", V4).AddAddress("mx.example.net", V6);

        Resolve("example.com");

        Assert.Equal(["MX example.com", "A mx.example.net", "AAAA mx.example.net"], _server.Queries.Select(query => query.ToString()));
    }

    [Fact]
    public void The_least_time_to_live_counts()
    {
        Zone.AddMx("example.com", 10, "mx.example.com");
        Zone.TimeToLive = TimeSpan.FromSeconds(7);
        Zone.AddAddress("mx.example.com", V4);
        Zone.TimeToLive = TimeSpan.FromHours(1);
        Zone.AddAddress("mx.example.com", V6);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(Resolve("example.com")).TimeToLive);
    }

    [Fact]
    public void Exchangers_come_by_preference_and_then_by_name()
    {
        Zone.AddMx("example.com", 20, "a.example.com").AddMx("example.com", 10, "c.example.com")
            .AddMx("example.com", 5, "z.example.com").AddMx("example.com", 10, "B.example.com").AddMx("example.com", 10, "c.EXAMPLE.com");

        var exchangers = Resolve("example.com");

        Assert.Equal(["5 z.example.com", "10 B.example.com", "10 c.example.com", "20 a.example.com"],
            exchangers.Select(exchanger => exchanger.ToString()), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(exchangers, exchangers.Reverse().Order());
    }

    [Fact]
    public void A_shuffle_moves_equal_preferences_only()
    {
        foreach (var letter in "abcdefgh")
        {
            Zone.AddMx("example.com", 10, $"{letter}.example.com").AddAddress($"{letter}.example.com", V4);
        }

        Zone.AddMx("example.com", 5, "first.example.com").AddMx("example.com", 20, "last.example.com");
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), _server.EndPoint);
        options.Shuffle = true;
        var resolver = new DnsResolver(options);
        var orders = new HashSet<string>();

        // Eight hosts have 40,320 orders: ten that are all alike are as good as impossible.
        for (var i = 0; i < 10; i++)
        {
            var names = resolver.ResolveMailExchangers("example.com").Select(exchanger => exchanger.Exchange).ToArray();
            Assert.Equal(("first.example.com", "last.example.com", 10), (names[0], names[^1], names.Distinct().Count()));
            orders.Add(string.Join(' ', names));
        }

        Assert.InRange(orders.Count, 2, 10);
    }

    [Fact]
    public void More_exchangers_than_the_cap_are_refused()
    {
        var options = Resolvers.Options(TimeSpan.FromMinutes(10), _server.EndPoint);
        options.MaximumExchangers = 2;
        Zone.AddMx("example.com", 1, "a.example.com").AddMx("example.com", 2, "b.example.com").AddMx("example.com", 3, "c.example.com");

        var failure = Assert.Throws<MailException>(() => new DnsResolver(options).ResolveMailExchangers("example.com"));

        Assert.Same(MailErrors.LimitExceeded, failure.Error);
        Assert.Contains("MaximumExchangers", failure.Message);
    }

    [Fact]
    public void The_next_server_is_asked_when_one_fails_and_is_the_one_named()
    {
        using var broken = new SandboxDnsServer();
        broken.Zone.SetFault("example.com", SandboxDnsFault.ServerFailure);
        Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", V4);

        var exchanger = Assert.Single(Resolvers.Patient(broken.EndPoint, _server.EndPoint).ResolveMailExchangers("example.com"));

        Assert.Equal(_server.EndPoint, exchanger.NameServer);
    }

    [Fact]
    public void Comparison_is_with_mail_exchangers_only()
    {
        Zone.AddNullMx("example.com");
        var exchanger = Assert.Single(Resolve("example.com"));

        Assert.Equal(1, exchanger.CompareTo(null));
        Assert.Equal(1, exchanger.CompareTo((object?)null));
        Assert.Equal(0, exchanger.CompareTo((object)exchanger));
        Assert.Throws<ArgumentException>(() => exchanger.CompareTo("example.com"));
    }

    [Fact]
    public void A_host_without_address_is_no_answer()
    {
        Zone.AddMx("example.com", 10, "mx.example.com");

        Assert.Same(MailErrors.NameResolutionFailed,
            Assert.Throws<MailException>(() => Resolvers.Patient(_server.EndPoint).ResolveAddresses("example.com")).Error);
        Assert.Same(MailErrors.DomainNotFound,
            Assert.Throws<MailException>(() => Resolvers.Patient(_server.EndPoint).ResolveAddresses("example.net")).Error);
    }

    private static DnsMessage WithExchangers(DnsMessage query, string[] hosts)
    {
        var answer = FakeNameServer.Answer(query);
        if (query.Questions[0].Type == DnsRecordType.Mx)
        {
            for (var i = 0; i < hosts.Length; i++)
                answer.Answers.Add(new MxRecord(query.Questions[0].Name, 300, (ushort)i, DnsName.Parse(hosts[i])));
            answer.Authorities.Clear();
        }

        return answer;
    }

    private static TimeSpan PatienceFor(SandboxDnsFault fault) =>
        fault == SandboxDnsFault.Drop ? TimeSpan.FromMilliseconds(60) : TimeSpan.FromMinutes(10);

    private IReadOnlyList<MailExchanger> Resolve(string name) => Resolvers.Patient(_server.EndPoint).ResolveMailExchangers(name);

    private MailException Fails(string name) => Assert.ThrowsAny<MailException>(() => Resolve(name));

    /// <summary>Counts how many questions were without an answer at a time.</summary>
    private sealed class OpenQuestions : ITranscript
    {
        private int _open;

        public int Most { get; private set; }

        public void Write(TranscriptDirection direction, bool encrypted, string text)
        {
            lock (this)
            {
                _open += direction == TranscriptDirection.Client ? 1 : text.Contains(" from ", StringComparison.Ordinal) ? -1 : 0;
                Most = Math.Max(Most, _open);
            }
        }

        public ITranscript ForConnection() => this;
    }
}
