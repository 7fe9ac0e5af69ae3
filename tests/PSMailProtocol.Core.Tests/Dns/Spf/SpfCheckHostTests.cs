using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Spf;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Spf;

/// <summary>What the suite of RFC 7208 does not look at: what decided and what it cost, and records made to harm.</summary>
public class SpfCheckHostTests
{
    private const string Domain = "example.com";

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", SpfResult.Pass, "ip4:192.0.2.0/24", Domain, 0, 0)]
    [InlineData("v=spf1 a mx -all", SpfResult.Fail, "-all", Domain, 2, 2)]
    [InlineData("v=spf1 include:inner.example -all", SpfResult.Pass, "include:inner.example", Domain, 1, 0)]
    [InlineData("v=spf1 redirect=inner.example", SpfResult.Pass, "ip4:192.0.2.1", "inner.example", 1, 0)]
    [InlineData("v=spf1 -IP4:192.0.2.1 +all", SpfResult.Fail, "-IP4:192.0.2.1", Domain, 0, 0)]
    [InlineData("v=spf1 ~a:none.example ~all", SpfResult.SoftFail, "~all", Domain, 1, 1)]
    [InlineData("v=spf1 ip6:2001:db8::/32", SpfResult.Neutral, null, Domain, 0, 0)]
    [InlineData("v=spf1 exists:none1.example exists:none2.example exists:none3.example ?all", SpfResult.PermError, "exists:none3.example",
        Domain, 3, 3)]
    [InlineData("v=spf1 include:nothing.example", SpfResult.PermError, "include:nothing.example", Domain, 1, 0)]
    [InlineData("v=spf1 redirect=nothing.example", SpfResult.PermError, "redirect=nothing.example", Domain, 1, 0)]
    [InlineData("v=spf1 a:silent.example -all", SpfResult.TempError, "a:silent.example", Domain, 1, 0)]
    [InlineData("v=spf1 mx:many.example -all", SpfResult.PermError, "mx:many.example", Domain, 1, 0)]
    [InlineData("v=spf1 ip4:192.0.2.1/33 -all", SpfResult.PermError, null, Domain, 0, 0)]
    [InlineData("v=spf1 mx:names.example -all", SpfResult.Pass, "mx:names.example", Domain, 1, 0)]
    [InlineData("v=spf1 ptr:names.example -all", SpfResult.Pass, "ptr:names.example", Domain, 1, 0)]
    [InlineData("v=spf1 exists:%{ir}.%{l1r-}.%{o}.list.example -all", SpfResult.Pass, "exists:%{ir}.%{l1r-}.%{o}.list.example",
        Domain, 1, 0)]
    public async Task The_outcome_names_the_term_that_decided_and_the_cost(
        string record, SpfResult result, string? term, string termDomain, int lookups, int voids)
    {
        var zone = new TableLookup()
            .AddText(Domain, record)
            .AddText("inner.example", "v=spf1 ip4:192.0.2.1 -all")
            .AddNothing("nothing.example")
            .AddSilence("silent.example")
            .AddMx("many.example", [.. Enumerable.Range(0, 11).Select(i => $"mx{i}.many.example")])
            .AddMx("names.example", "host.names.example").AddAddress("host.names.example", "192.0.2.1")
            .AddPointer("1.2.0.192.in-addr.arpa", "host.names.example")
            .AddAddress("1.2.0.192.strong.example.com.list.example", "127.0.0.2");

        var outcome = await CheckAsync(zone);

        Assert.Equal((result, term, termDomain), (outcome.Result, outcome.Term, outcome.TermDomain));
        Assert.Equal((lookups, voids), (outcome.Lookups, outcome.VoidLookups));
        Assert.Equal(record, outcome.Record);
        Assert.Equal(result is SpfResult.PermError or SpfResult.TempError, outcome.Problem is not null);
    }

    [Theory]
    [InlineData("v=spf1 include:example.com -all")]
    [InlineData("v=spf1 redirect=example.com")]
    [InlineData("v=spf1 a:%{d}.a include:example.com include:example.com -all")]
    public async Task A_loop_ends_by_the_count(string record)
    {
        var zone = new TableLookup().AddText(Domain, record).AddAddress("example.com.a", "198.51.100.1");

        var outcome = await CheckAsync(zone);

        Assert.Equal(SpfResult.PermError, outcome.Result);
        Assert.Equal(SpfEvaluation.MaximumLookups + 1, outcome.Lookups);
        Assert.InRange(zone.Questions.Count, 1, SpfEvaluation.MaximumLookups + 1);
    }

    [Fact]
    public async Task Nothing_is_asked_for_names_that_dns_cannot_have()
    {
        var zone = new TableLookup().AddText(Domain, "v=spf1 a:a..example.com mx:%{l}.example.com exists:%{h} ?all");

        var outcome = await SpfEvaluation.CheckAsync(
            zone, new SpfQuestion(IPAddress.Parse("192.0.2.1"), new string('x', 64) + "@" + Domain, "host..example.com"));

        Assert.Equal(SpfResult.PermError, outcome.Result);
        Assert.Equal(["TXT example.com"], zone.Questions);
    }

    [Fact]
    public async Task A_record_of_64_kibibytes_is_read_at_once_and_its_macros_come_to_a_name()
    {
        var zone = new TableLookup().AddText(Domain, "v=spf1 " + string.Concat(Enumerable.Repeat("ip4:198.51.100.1 ", 3700)) + "exists:"
            + string.Concat(Enumerable.Repeat("%{l}.", 500)) + "example.net -all");

        var outcome = await SpfEvaluation.CheckAsync(zone,
            new SpfQuestion(IPAddress.Parse("192.0.2.1"), new string('x', 60) + "@" + Domain, "host.example"));

        Assert.Equal("-all", outcome.Term);
        Assert.Equal("A " + string.Concat(Enumerable.Repeat(new string('x', 60) + ".", 3)) + "example.net", zone.Questions[1]);
    }

    [Fact]
    public async Task An_explanation_is_cut_and_keeps_what_it_holds_to_itself()
    {
        var zone = new TableLookup().AddText(Domain, "v=spf1 -all exp=why.example.com")
            .AddText("why.example.com", string.Concat(Enumerable.Repeat("%{s} may not send from %{c}. ", 2000)));

        var outcome = await CheckAsync(zone);

        Assert.Equal(SpfMacroExpansion.MaximumExplanationLength, outcome.Explanation!.Length);
        Assert.StartsWith("strong-bad@example.com may not send from 192.0.2.1. strong", outcome.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x1b[31mred")]
    [InlineData("%{z}")]
    [InlineData("%")]
    public async Task An_explanation_that_is_none_is_passed_over(string text)
    {
        var outcome =
            await CheckAsync(new TableLookup().AddText(Domain, "v=spf1 -all exp=why.example.com").AddText("why.example.com", text));

        Assert.Equal((SpfResult.Fail, null), (outcome.Result, outcome.Explanation));
    }

    private static Task<SpfOutcome> CheckAsync(TableLookup zone) =>
        SpfEvaluation.CheckAsync(zone, new SpfQuestion(IPAddress.Parse("192.0.2.1"), "strong-bad@" + Domain, "host.example"));
}
