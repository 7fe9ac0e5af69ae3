using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.Report;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>The resolver against a name server that others wrote: its compression, its truncation and its ways to say no.</summary>
public class KnotTests
{
    private const string Zone = "example.test";

    [ServerFact(KnotServer.Program)]
    public void Exchangers_come_in_order_with_their_addresses()
    {
        using var server = new KnotServer((Zone, """
            @ 120 MX 20 backup
            @ 120 MX 10 mx
            mx A 192.0.2.10
            mx AAAA 2001:db8::10
            backup 60 A 192.0.2.20
            """));

        var exchangers = Resolve(server, "user@Example.Test.");

        Assert.Equal(["10 mx.example.test", "20 backup.example.test"], exchangers.Select(exchanger => exchanger.ToString()));
        Assert.Equal([IPAddress.Parse("192.0.2.10"), IPAddress.Parse("2001:db8::10")], exchangers[0].IPAddress);
        Assert.Equal([IPAddress.Parse("192.0.2.20")], exchangers[1].IPAddress);
        Assert.Equal([TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(60)], exchangers.Select(exchanger => exchanger.TimeToLive));
        Assert.All(exchangers,
            exchanger => Assert.Equal((MailExchangerStatus.Explicit, server.EndPoint, false, 0),
                (exchanger.Status, exchanger.NameServer, exchanger.IsAuthenticated, exchanger.Warnings.Count)));
    }

    [ServerFact(KnotServer.Program)]
    public void An_answer_that_udp_does_not_carry_comes_by_tcp()
    {
        var records = Enumerable.Range(0, 90)
            .Select(i => $"@ MX {i} host-with-a-long-name-{i}\nhost-with-a-long-name-{i} A 192.0.2.{i + 1}");
        using var server = new KnotServer((Zone, string.Join('\n', records)));

        var exchangers = Resolve(server, Zone);

        Assert.Equal(Enumerable.Range(0, 90), exchangers.Select(exchanger => exchanger.Preference));
        Assert.All(exchangers,
            exchanger => Assert.Equal(IPAddress.Parse($"192.0.2.{exchanger.Preference + 1}"), Assert.Single(exchanger.IPAddress)));
    }

    [ServerFact(KnotServer.Program)]
    public void An_implicit_exchanger_is_kept_no_longer_than_the_answer_that_none_is_named()
    {
        using var server = new KnotServer((Zone, "implicit A 192.0.2.20"));

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(Resolve(server, "implicit.example.test")).TimeToLive);
    }

    [ServerFact(KnotServer.Program)]
    public void A_delegation_elsewhere_is_no_answer()
    {
        using var server = new KnotServer((Zone, "sub NS ns.sub\nns.sub A 127.0.0.1"));

        Assert.Same(MailErrors.DnsServerFailure, Fails(server, "sub.example.test").Error);
    }

    [ServerFact(KnotServer.Program)]
    public void A_server_that_refuses_makes_way_for_one_that_knows()
    {
        using var ignorant = new KnotServer(("other.test", "@ MX 10 mx"));
        using var knowing = new KnotServer((Zone, "@ MX 10 mx\nmx A 192.0.2.10"));

        var exchanger = Assert.Single(NameServer.CreateResolver(ignorant, knowing).ResolveMailExchangers(Zone));

        Assert.Equal(knowing.EndPoint, exchanger.NameServer);
    }

    [ServerFact(KnotServer.Program)]
    public void A_domain_is_judged_by_its_records()
    {
        // Of 2048 bits, so that the key takes two strings.
        using var key = RSA.Create(2048);
        var encoded = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        using var server = new KnotServer(
            ("test", $"""
                example MX 10 mx.example
                example TXT "v=spf1 include:_spf.provider.test exists:%{"{l1r+}"}._at.example" ".test -all"
                mx.example A 192.0.2.10
                _spf.provider TXT "v=spf1 mx:example.test ip4:192.0.2.128/25 ~all"
                out.example A 192.0.2.9
                joe._at.example A 127.0.0.2
                s1._domainkey.example TXT "v=DKIM1; k=rsa; p={encoded[..200]}" "{encoded[200..]}"
                s2._domainkey.example CNAME s1._domainkey.example
                _dmarc.example TXT "v=DMARC1; p=reject; rua=mailto:r@third.test"
                example.test._report._dmarc.third TXT "v=DMARC1"
                _smtp._tls.example TXT "v=TLSRPTv1; rua=mailto:t@example.test"
                _25._tcp.mx.example TLSA 3 1 1 {new string('a', 64)}
                """),
            ("2.0.192.in-addr.arpa", "9 PTR out.example.test."));

        var rows = NameServer.CreateResolver(server).TestMailDomain(
            new MailDomainQuestion("example.test")
            {
                Selectors = ["s1", "s2", "s3"],
                Sender = IPAddress.Parse("192.0.2.9"),
                From = "joe+tag@example.test",
            });

        Assert.Equal(
            [
                "MX: Good", "SPF: Good", "SPF 192.0.2.9: Good", "DKIM s1: Good", "DKIM s2: Good", "DKIM s3: Bad", "DMARC: Good",
                "DMARC alignment: Good",
                "DMARC reports: Good", "MTA-STS: Note", "TLS-RPT: Good", "DANE mx.example.test: Warning", "PTR 192.0.2.9: Good",
            ],
            rows.Select(row => row.ToString()));
        Assert.Contains("exists:%{l1r+}._at.example.test of example.test decided. 3 of 10 lookups", rows[2].Reason,
            StringComparison.Ordinal);
        Assert.Contains("RSA of 2048 bits", rows[3].Reason, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MailExchanger> Resolve(KnotServer server, string name) =>
        NameServer.CreateResolver(server).ResolveMailExchangers(name);

    private static MailException Fails(KnotServer server, string name) => Assert.ThrowsAny<MailException>(() => Resolve(server, name));
}
