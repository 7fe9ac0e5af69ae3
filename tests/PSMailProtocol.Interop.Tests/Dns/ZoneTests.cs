using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>What a domain's records say of its exchangers is the same whichever name server serves them.</summary>
public sealed class ZoneTests : IClassFixture<ZoneTests.Servers>
{
    // With such names sixty exchangers are more than one datagram holds.
    private const string Host = "host-with-a-long-name";

    private static readonly int[] Sizes = [1, 5, 20, 60];

    private static readonly (string Name, string? Records)[] Zones =
    [
        ("example.test",
            $"""
            text TXT "no mail here"
            implicit A 192.0.2.1
            implicit AAAA 2001:db8::1
            null MX 0 .
            null A 192.0.2.1
            mixed MX 0 .
            mixed MX 10 mx
            mx A 192.0.2.1
            mx AAAA 2001:db8::1
            equal MX 10 mx.b
            equal MX 10 mx.a
            mx.a AAAA 2001:db8::2
            mx.b A 192.0.2.2
            dangling MX 10 gone
            half MX 10 gone
            half MX 20 mx
            blank MX 10 text
            outside MX 10 mx.elsewhere.invalid.
            aliased MX 10 second
            second CNAME mx
            circled MX 10 loop2
            circled MX 20 mx
            alias CNAME alias2
            alias2 CNAME implicit
            to-null CNAME null
            to-gone CNAME gone
            to-other CNAME xn--bcher-kva.test.
            to-loop CNAME loop3
            loop1 CNAME loop1
            loop2 CNAME loop2b
            loop2b CNAME loop2
            loop3 CNAME loop3b
            loop3b CNAME loop3c
            loop3c CNAME loop3
            back CNAME back.xn--bcher-kva.test.
            *.wild MX 5 mx
            there.wild A 192.0.2.3
            *.alias.wild CNAME alias
            *.host MX 7 any.host
            *.host A 192.0.2.4
            {string.Join('\n', Sizes.Select(Exchangers))}
            {string.Join('\n', Enumerable.Range(1, 17).Select(i => $"chain{i} CNAME {(i == 1 ? "alone" : $"chain{i - 1}")}"))}
            alone MX 10 mx

            """),
        ("xn--bcher-kva.test",
            """
            @ MX 10 xn--mx-mka
            xn--mx-mka A 192.0.2.5
            back CNAME back.example.test.

            """),
        ("lost.test", null),
    ];

    private readonly Servers _servers;

    public ZoneTests(Servers servers) => _servers = servers;

    /// <summary>A name, and what is found: the lines of the exchangers, or the error and a part of its text.</summary>
    public static TheoryData<string, string[]> Rows
    {
        get
        {
            var rows = new TheoryData<string, string[]>
            {
                { "text.example.test", ["NoMailExchanger: text.example.test"] },
                { "implicit.example.test", ["Implicit 0 implicit.example.test [192.0.2.1, 2001:db8::1]"] },
                { "null.example.test", ["NullMx 0 . []"] },
                {
                    "mixed.example.test",
                    [
                        "Explicit 10 mx.example.test [192.0.2.1, 2001:db8::1] "
                            + "The domain has a null MX beside this one, which RFC 7505 section 3 forbids; the null MX was passed over.",
                    ]
                },
                { "equal.example.test", ["Explicit 10 mx.a.example.test [2001:db8::2]", "Explicit 10 mx.b.example.test [192.0.2.2]"] },
                { "dangling.example.test", ["Explicit 10 gone.example.test [] The exchanger gone.example.test does not exist."] },
                {
                    "half.example.test",
                    [
                        "Explicit 10 gone.example.test [] The exchanger gone.example.test does not exist.",
                        "Explicit 20 mx.example.test [192.0.2.1, 2001:db8::1]",
                    ]
                },
                { "blank.example.test", ["Explicit 10 text.example.test [] The exchanger text.example.test has no address."] },
                {
                    "aliased.example.test",
                    [
                        "Explicit 10 second.example.test [192.0.2.1, 2001:db8::1] The exchanger second.example.test is an alias of "
                            + "mx.example.test, which RFC 2181 section 10.3 forbids; it was followed.",
                    ]
                },
                { "alias.example.test", ["Implicit 0 implicit.example.test [192.0.2.1, 2001:db8::1]"] },
                { "to-null.example.test", ["NullMx 0 . []"] },
                { "to-gone.example.test", ["DomainNotFound: gone.example.test"] },
                { "to-other.example.test", ["Explicit 10 xn--mx-mka.xn--bcher-kva.test [192.0.2.5]"] },
                { "chain1.example.test", ["Explicit 10 mx.example.test [192.0.2.1, 2001:db8::1]"] },
                { "chain16.example.test", ["Explicit 10 mx.example.test [192.0.2.1, 2001:db8::1]"] },
                { "chain17.example.test", ["LimitExceeded: More than 16 CNAME records"] },
                { "loop1.example.test", ["AliasLoop: loop1.example.test leads back to loop1.example.test"] },
                { "loop2.example.test", ["AliasLoop: loop2b.example.test leads back to loop2.example.test"] },
                { "loop3.example.test", ["AliasLoop: loop3c.example.test leads back to loop3.example.test"] },
                { "to-loop.example.test", ["AliasLoop: loop3c.example.test leads back to loop3.example.test"] },
                { "back.example.test", ["AliasLoop: back.xn--bcher-kva.test leads back to back.example.test"] },
                { "j\u00f6rg@b\u00fccher.test", ["Explicit 10 xn--mx-mka.xn--bcher-kva.test [192.0.2.5]"] },
                { "any.wild.example.test", ["Explicit 5 mx.example.test [192.0.2.1, 2001:db8::1]"] },
                { "b\u00fccher.any.wild.example.test", ["Explicit 5 mx.example.test [192.0.2.1, 2001:db8::1]"] },
                { "there.wild.example.test", ["Implicit 0 there.wild.example.test [192.0.2.3]"] },
                { "any.alias.wild.example.test", ["Implicit 0 implicit.example.test [192.0.2.1, 2001:db8::1]"] },
                { "other.host.example.test", ["Explicit 7 any.host.example.test [192.0.2.4]"] },
                { "nowhere.example.test", ["DomainNotFound: nowhere.example.test"] },
                { "elsewhere.invalid", ["DnsServerFailure: REFUSED"] },
                { "lost.test", ["DnsServerFailure: SERVFAIL"] },
            };
            foreach (var size in Sizes)
                rows.Add($"of{size}.example.test", [.. Enumerable.Range(1, size).Select(i => Line(size, i))]);
            return rows;
        }
    }

    [ServerTheory(KnotServer.Program)]
    [MemberData(nameof(Rows))]
    public void Knot_is_understood(string name, string[] found) => Check(_servers.Knot, name, found);

    [ServerTheory(NsdServer.Program)]
    [MemberData(nameof(Rows))]
    public void NSD_is_understood(string name, string[] found) => Check(_servers.Nsd, name, found);

    [ServerFact(KnotServer.Program)]
    public void An_exchanger_without_an_answer_of_Knot_stays_in_the_list() => CheckUnanswered(_servers.Knot);

    [ServerFact(NsdServer.Program)]
    public void An_exchanger_without_an_answer_of_NSD_stays_in_the_list() => CheckUnanswered(_servers.Nsd);

    private static void Check(NameServer server, string name, string[] found)
    {
        try
        {
            var exchangers = NameServer.CreateResolver(server).ResolveMailExchangers(name);
            Assert.Equal(found, exchangers.Select(Line));
        }
        catch (MailException e)
        {
            var expected = Assert.Single(found).Split(": ", 2);
            Assert.Equal(expected[0], e.Error.Id);
            Assert.Contains(expected[1], e.Message, StringComparison.Ordinal);
        }
    }

    private static void CheckUnanswered(NameServer server)
    {
        var outside = Assert.Single(NameServer.CreateResolver(server).ResolveMailExchangers("outside.example.test"));
        Assert.Empty(outside.IPAddress);
        Assert.Contains("REFUSED", outside.Warnings[0], StringComparison.Ordinal);

        var circled = NameServer.CreateResolver(server).ResolveMailExchangers("circled.example.test");
        Assert.Equal([0, 2], circled.Select(exchanger => exchanger.IPAddress.Count));
        Assert.Contains("CNAME records form a loop", circled[0].Warnings[0], StringComparison.Ordinal);
    }

    private static string Line(MailExchanger exchanger) =>
        $"{exchanger.Status} {exchanger} [{string.Join(", ", exchanger.IPAddress)}] {string.Join(' ', exchanger.Warnings)}".TrimEnd();

    private static string Line(int size, int i) => $"Explicit {i} {Host}-{i}.of{size}.example.test [192.0.2.{i}]";

    /// <summary>So many exchangers, the worst first.</summary>
    private static string Exchangers(int size) => string.Join('\n', Enumerable.Range(1, size).Reverse().Select(i => $"""
        of{size} MX {i} {Host}-{i}.of{size}
        {Host}-{i}.of{size} A 192.0.2.{i}
        """));

    /// <summary>Both servers with the same zones, started when the first row asks.</summary>
    public sealed class Servers : IDisposable
    {
        private readonly Lazy<KnotServer> _knot = new(() => new KnotServer(Zones));
        private readonly Lazy<NsdServer> _nsd = new(() => new NsdServer(Zones));

        public NameServer Knot => _knot.Value;

        public NameServer Nsd => _nsd.Value;

        public void Dispose()
        {
            if (_knot.IsValueCreated)
                _knot.Value.Dispose();
            if (_nsd.IsValueCreated)
                _nsd.Value.Dispose();
        }
    }
}
