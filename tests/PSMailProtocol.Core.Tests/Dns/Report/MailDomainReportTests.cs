using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Records;
using PSMailProtocol.Dns.Report;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Report;

/// <summary>The verdict of each check, by what is published.</summary>
public class MailDomainReportTests
{
    private const string Domain = "example.com";

    private const string Key =
        "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
        + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private static readonly Dictionary<string, Action<TableLookup>> Published = new()
    {
        ["nothing"] = zone => zone.AddNothing(Domain),
        ["no domain"] = _ => { },
        ["exchangers"] = zone => zone.AddMx(Domain, "mx1.example.com", "mx2.example.com").AddAddress("mx1.example.com", "192.0.2.1")
            .AddAddress("mx2.example.com", "2001:db8::1"),
        ["one exchanger without an address"] = zone =>
            zone.AddMx(Domain, "mx1.example.com", "mx2.example.com").AddAddress("mx1.example.com", "192.0.2.1"),
        ["exchangers without an address"] = zone => zone.AddMx(Domain, "mx1.example.com", @"mx\0272.example.com"),
        ["null MX"] = zone => zone.AddMx(Domain, "."),
        ["null MX and another"] = zone => zone.AddMx(Domain, ".", "mx1.example.com").AddAddress("mx1.example.com", "192.0.2.1"),
        ["an address alone"] = zone => zone.AddAddress(Domain, "192.0.2.1"),
        ["silence"] = zone => zone.AddSilence(Domain),
        ["SPF"] = zone => zone.AddText(Domain, "v=spf1 ip4:192.0.2.0/24 -all"),
        ["two SPF"] = zone => zone.AddText(Domain, "v=spf1 -all", "v=spf1 a -all"),
        ["SPF of too many lookups"] = zone => zone.AddText(Domain, "v=spf1 a a a a a a a a a a a -all").AddAddress(Domain, "192.0.2.1"),
        ["SPF of too many void lookups"] = zone => zone.AddText(Domain, "v=spf1 a mx exists:none.example.com -all"),
        ["SPF for all"] = zone => zone.AddText(Domain, "v=spf1 +all"),
        ["SPF without an end"] = zone => zone.AddText(Domain, "v=spf1 ip4:192.0.2.1"),
        ["SPF with ptr"] = zone => zone.AddText(Domain, "v=spf1 ptr -all"),
        ["SPF with an error"] = zone => zone.AddText(Domain, "v=spf1 ip4:192.0.2 -all"),
        ["SPF of a provider that is gone"] = zone => zone.AddText(Domain, "v=spf1 include:gone.example -all"),
        ["DKIM"] = zone => zone.AddText("s1._domainkey.example.com", Key),
        ["DKIM revoked"] = zone => zone.AddText("s1._domainkey.example.com", "v=DKIM1; p="),
        ["DKIM broken"] = zone => zone.AddText("s1._domainkey.example.com", "v=DKIM1; p=AAAA"),
        ["DKIM twice"] = zone => zone.AddText("s1._domainkey.example.com", Key, Key),
        ["DKIM Ed25519"] = zone =>
            zone.AddText("s1._domainkey.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
        ["DMARC reject"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:r@example.com"),
        ["DMARC none"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=none; rua=mailto:r@example.com"),
        ["DMARC test"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=reject; t=y; rua=mailto:r@example.com"),
        ["DMARC with pct"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=reject; pct=20; rua=mailto:r@example.com"),
        ["DMARC broken"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=all"),
        ["DMARC twice"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=none", "v=DMARC1; p=reject"),
        ["DMARC above"] = zone => zone.AddText("_dmarc.com", "v=DMARC1; p=none; sp=reject; psd=y; rua=mailto:r@example.com"),
        ["DMARC reports to a stranger"] = zone => zone.AddText("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:r@third.example"),
        ["DMARC silent above"] = zone =>
            zone.AddText("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:r@example.com").AddSilence("_dmarc.com"),
        ["DMARC silent"] = zone => zone.AddSilence("_dmarc.example.com"),
        ["MTA-STS"] = zone => zone.AddText("_mta-sts.example.com", "v=STSv1; id=1"),
        ["MTA-STS without id"] = zone => zone.AddText("_mta-sts.example.com", "v=STSv1"),
        ["TLS-RPT"] = zone => zone.AddText("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:r@example.com"),
        ["TLS-RPT broken"] = zone => zone.AddText("_smtp._tls.example.com", "v=TLSRPTv1"),
        ["TLSA"] = zone => zone.AddTlsa("_25._tcp.mx1.example.com", new TlsaData(3, 1, 1, new string('a', 64))),
        ["TLSA of no use"] = zone => zone.AddTlsa("_25._tcp.mx1.example.com", new TlsaData(1, 1, 1, new string('a', 64))),
        ["PTR"] = zone => zone.AddPointer("9.2.0.192.in-addr.arpa", "out.example.com").AddAddress("out.example.com", "192.0.2.9"),
        ["PTR one way"] = zone => zone.AddPointer("9.2.0.192.in-addr.arpa", "out.example.com").AddAddress("out.example.com", "192.0.2.8"),
        ["PTR silent"] = zone => zone.AddSilence("9.2.0.192.in-addr.arpa"),
    };

    [Theory]
    [InlineData("nothing", "MX", "", "Bad")]
    [InlineData("no domain", "MX", "", "Bad")]
    [InlineData("exchangers", "MX", "", "Good")]
    [InlineData("one exchanger without an address", "MX", "", "Warning")]
    [InlineData("exchangers without an address", "MX", "", "Bad")]
    [InlineData("null MX", "MX", "", "Note")]
    [InlineData("null MX and another", "MX", "", "Warning")]
    [InlineData("an address alone", "MX", "", "Warning")]
    [InlineData("silence", "MX", "", "Unknown")]
    [InlineData("silence", "SPF", "", "Unknown")]
    [InlineData("nothing", "SPF", "", "Bad")]
    [InlineData("SPF", "SPF", "", "Good")]
    [InlineData("two SPF", "SPF", "", "Bad")]
    [InlineData("SPF of too many lookups", "SPF", "", "Bad")]
    [InlineData("SPF of too many void lookups", "SPF", "", "Bad")]
    [InlineData("SPF for all", "SPF", "", "Bad")]
    [InlineData("SPF without an end", "SPF", "", "Warning")]
    [InlineData("SPF with ptr", "SPF", "", "Warning")]
    [InlineData("SPF with an error", "SPF", "", "Bad")]
    [InlineData("SPF of a provider that is gone", "SPF", "", "Bad")]
    [InlineData("SPF", "SPF", "192.0.2.9", "Good")]
    [InlineData("SPF without an end", "SPF", "192.0.2.9", "Warning")]
    [InlineData("SPF with an error", "SPF", "192.0.2.9", "Bad")]
    [InlineData("two SPF", "SPF", "192.0.2.9", "Bad")]
    [InlineData("silence", "SPF", "192.0.2.9", "Unknown")]
    [InlineData("nothing", "SPF", "192.0.2.9", "Bad")]
    [InlineData("nothing", "DKIM", "s1", "Bad")]
    [InlineData("DKIM", "DKIM", "s1", "Warning")]
    [InlineData("DKIM revoked", "DKIM", "s1", "Note")]
    [InlineData("DKIM broken", "DKIM", "s1", "Bad")]
    [InlineData("DKIM twice", "DKIM", "s1", "Bad")]
    [InlineData("DKIM Ed25519", "DKIM", "s1", "Good")]
    [InlineData("nothing", "DMARC", "", "Bad")]
    [InlineData("DMARC reject", "DMARC", "", "Good")]
    [InlineData("DMARC none", "DMARC", "", "Warning")]
    [InlineData("DMARC test", "DMARC", "", "Warning")]
    [InlineData("DMARC with pct", "DMARC", "", "Warning")]
    [InlineData("DMARC broken", "DMARC", "", "Bad")]
    [InlineData("DMARC twice", "DMARC", "", "Bad")]
    [InlineData("DMARC above", "DMARC", "", "Good")]
    [InlineData("DMARC silent above", "DMARC", "", "Good")]
    [InlineData("DMARC silent", "DMARC", "", "Unknown")]
    [InlineData("DMARC reject", "DMARC", "reports", "Good")]
    [InlineData("DMARC reports to a stranger", "DMARC", "reports", "Bad")]
    [InlineData("DMARC broken", "DMARC", "reports", "Note")]
    [InlineData("exchangers", "MTA-STS", "", "Note")]
    [InlineData("exchangers|MTA-STS", "MTA-STS", "", "Good")]
    [InlineData("null MX and another|MTA-STS", "MTA-STS", "", "Good")]
    [InlineData("an address alone|MTA-STS", "MTA-STS", "", "Bad")]
    [InlineData("exchangers|MTA-STS without id", "MTA-STS", "", "Bad")]
    [InlineData("exchangers", "TLS-RPT", "", "Note")]
    [InlineData("TLS-RPT", "TLS-RPT", "", "Good")]
    [InlineData("TLS-RPT broken", "TLS-RPT", "", "Bad")]
    [InlineData("exchangers", "DANE", "", "Note")]
    [InlineData("exchangers|TLSA", "DANE", "mx1.example.com", "Warning")]
    [InlineData("exchangers|TLSA of no use", "DANE", "mx1.example.com", "Bad")]
    [InlineData("nothing", "PTR", "192.0.2.9", "Bad")]
    [InlineData("nothing|PTR", "PTR", "192.0.2.9", "Good")]
    [InlineData("nothing|PTR one way", "PTR", "192.0.2.9", "Bad")]
    [InlineData("nothing|PTR silent", "PTR", "192.0.2.9", "Unknown")]
    public async Task Each_check_has_its_verdict(string published, string check, string subject, string verdict)
    {
        var zone = new TableLookup();
        foreach (var part in published.Split('|'))
            Published[part](zone);
        if (published != "no domain" && published != "silence")
            zone.AddNothing(Domain);

        var rows = await RunAsync(zone, new MailDomainQuestion(Domain) { Selectors = ["s1"], Sender = IPAddress.Parse("192.0.2.9") });

        var row = Assert.Single(rows, row => row.Check == check && row.Subject == subject);
        Assert.True(row.Verdict.ToString() == verdict, $"{row}: {row.Reason}");
        Assert.NotEmpty(row.Reason);
        Assert.Matches("^RFC [0-9]+ section [0-9.]+$", row.Section);
        if (row.Verdict is MailDomainVerdict.Bad or MailDomainVerdict.Warning)
            Assert.NotEmpty(row.Advice);
    }

    [Fact]
    public async Task Of_a_domain_that_does_not_exist_only_what_is_above_it_is_looked_at()
    {
        var zone = new TableLookup().AddText("_dmarc.example.com", "v=DMARC1; p=none; np=reject; rua=mailto:r@example.com");

        var rows = await RunAsync(zone,
            new MailDomainQuestion("nowhere.example.com") { Selectors = ["s1"], Sender = IPAddress.Parse("192.0.2.9") });

        Assert.Equal(["MX: Bad", "DMARC: Good", "DMARC reports: Good"], rows.Select(row => row.ToString()));
    }

    [Theory]
    [InlineData("a..b", null)]
    [InlineData("example.com", "a..b")]
    [InlineData("example.com", "@")]
    public async Task A_name_that_is_none_is_an_error_before_anything_is_asked(string name, string? from)
    {
        var zone = new TableLookup();

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(zone, new MailDomainQuestion(name) { From = from }));

        Assert.Same(MailErrors.InvalidDomainName, failure.Error);
        Assert.Empty(zone.Questions);
    }

    [Theory]
    [InlineData("s1._domainkey.example.com", "Note")]
    [InlineData("example.com", "Bad")]
    public async Task Without_a_selector_the_keys_are_not_known_or_known_to_be_none(string name, string verdict)
    {
        var rows = await RunAsync(new TableLookup().AddNothing(Domain).AddNothing(name), new MailDomainQuestion(Domain));

        Assert.Equal(verdict, Assert.Single(rows, row => row.Check == "DKIM").Verdict.ToString());
    }

    [Theory]
    [InlineData("user@example.com", "Good")]
    [InlineData("bounces@mail.example.com", "Good")]
    [InlineData("user@example.net", "Bad")]
    [InlineData("example.net", "Bad")]
    public async Task The_envelope_s_sender_is_aligned_or_not(string from, string verdict)
    {
        var zone = new TableLookup().AddNothing(Domain).AddText("_dmarc.example.com", "v=DMARC1; p=reject")
            .AddText("example.net", "v=spf1 ip4:192.0.2.9 -all");

        var rows = await RunAsync(zone, new MailDomainQuestion(Domain) { From = from, Sender = IPAddress.Parse("192.0.2.9") });

        Assert.Equal(verdict, Assert.Single(rows, row => row.Subject == "alignment").Verdict.ToString());
        Assert.Equal(from.EndsWith("example.net", StringComparison.Ordinal),
            rows.Any(row => row is { Check: "SPF", Subject: "192.0.2.9", Value: "pass" }));
    }

    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400", "Good")]
    [InlineData("version: STSv1\nmode: testing\nmx: *.example.com\nmax_age: 86400", "Warning")]
    [InlineData("version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 86400", "Bad")]
    [InlineData("version: STSv1\nmode: testing\nmx: mx1.example.com\nmax_age: 86400", "Warning")]
    [InlineData("version: STSv1\nmode: none\nmax_age: 86400", "Note")]
    [InlineData("no policy", "Bad")]
    [InlineData(null, "Bad")]
    public async Task A_policy_is_judged_by_the_exchangers(string? policy, string verdict)
    {
        var zone = new TableLookup();
        Published["exchangers"](zone);
        Published["MTA-STS"](zone);

        var rows = await RunAsync(zone, new MailDomainQuestion(Domain), policy);

        Assert.Equal(verdict, Assert.Single(rows, row => row.Check == "MTA-STS").Verdict.ToString());
    }

    [Fact]
    public async Task A_record_of_a_subdomain_is_for_those_that_exist_or_do_not()
    {
        var zone = new TableLookup().AddText("_dmarc.example.com", "v=DMARC1; p=reject; sp=none; np=quarantine")
            .AddNothing("sub.example.com");

        var rows = await RunAsync(zone, new MailDomainQuestion("sub.example.com"));

        Assert.Contains("At _dmarc.example.com, organizational domain example.com: none for this subdomain",
            Assert.Single(rows, row => row is { Check: "DMARC", Subject: "" }).Reason, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<MailDomainCheck>> RunAsync(TableLookup zone, MailDomainQuestion question,
        string? policy = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400") =>
        MailDomainReport.RunAsync(question, zone, new OnePolicy(policy), CancellationToken.None);

    private sealed class OnePolicy(string? text) : IMtaStsPolicySource
    {
        public Task<string> FetchAsync(string domain, CancellationToken cancellation) =>
            text is null ? throw new MailException(MailErrors.ConnectFailed, "Nobody is there.") : Task.FromResult(text);
    }
}
