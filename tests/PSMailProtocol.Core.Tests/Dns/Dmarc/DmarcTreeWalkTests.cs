using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Dmarc;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Dmarc;

/// <summary>The tree walk of RFC 9989 section 4.10, its examples, and alignment over it.</summary>
public class DmarcTreeWalkTests
{
    [Theory]
    [InlineData("com", "com")]
    [InlineData("example.com", "example.com com")]
    [InlineData("a.mail.example.com", "a.mail.example.com mail.example.com example.com com")]
    [InlineData("a.b.c.d.e.f.g.com", "a.b.c.d.e.f.g.com b.c.d.e.f.g.com c.d.e.f.g.com d.e.f.g.com e.f.g.com f.g.com g.com com")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.mail.example.com",
        "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com h.i.j.mail.example.com i.j.mail.example.com j.mail.example.com " +
        "mail.example.com example.com com")]
    public void At_most_eight_names_are_asked_for(string domain, string names) =>
    Assert.Equal(names.Split(' '), DmarcTreeWalk.Names(domain));

    // What is published, as domain=psd, the organizational domain, where the applied record is, and how many queries it takes.
    [Theory]
    [InlineData("a.mail.example.com", "mail.example.com= example.com=", "example.com", "example.com", 4)]
    [InlineData("a.mail.example.com", "mail.example.com=n", "mail.example.com", "mail.example.com", 2)]
    [InlineData("a.mail.example.com", "com=y", "example.com", "com", 4)]
    [InlineData("a.mail.example.com", "mail.example.com= com=y", "example.com", "com", 4)]
    [InlineData("a.mail.example.com", "example.com= com=y", "example.com", "example.com", 4)]
    [InlineData("a.mail.example.com", "a.mail.example.com= example.com=", "example.com", "a.mail.example.com", 4)]
    [InlineData("a.mail.example.com", "a.mail.example.com=n example.com=", "a.mail.example.com", "a.mail.example.com", 1)]
    [InlineData("a.mail.example.com", "", "a.mail.example.com", null, 4)]
    [InlineData("com", "com=y", "com", "com", 1)]
    [InlineData("example.com", "com=u", "com", "com", 2)]
    [InlineData("example.com", "example.com=x com=y", "example.com", "example.com", 2)]
    public async Task The_organizational_domain_and_the_applied_record_are_those_of_the_rules(
        string domain, string published, string organizational, string? applied, int queries)
    {
        var zone = new TableLookup();
        foreach (var entry in published.Split(' ').Where(entry => entry.Length > 0).Select(entry => entry.Split('=')))
            zone.AddText("_dmarc." + entry[0], entry[1].Length == 0 ? "v=DMARC1; p=none" : "v=DMARC1; p=none; psd=" + entry[1]);

        var walk = await DmarcTreeWalk.WalkAsync(zone, domain);

        Assert.Equal((organizational, applied, queries), (walk.OrganizationalDomain, walk.Applied?.Domain, walk.Queries));
        Assert.Equal(queries, zone.Questions.Count);
    }

    [Fact]
    public async Task Several_records_at_one_name_count_as_none()
    {
        var zone = new TableLookup().AddText("_dmarc.example.com", "v=DMARC1; p=none", "v=DMARC1; p=reject", "v=spf1 -all")
            .AddText("_dmarc.com", "v=DMARC1; p=none; psd=y");

        var walk = await DmarcTreeWalk.WalkAsync(zone, "example.com");

        Assert.Equal(["example.com"], walk.Ambiguous);
        Assert.Equal("com", walk.Applied?.Domain);
    }

    [Fact]
    public async Task A_question_without_an_answer_ends_the_walk_and_is_told()
    {
        var zone = new TableLookup().AddText("_dmarc.a.example.com", "v=DMARC1; p=none").AddSilence("_dmarc.example.com");

        var walk = await DmarcTreeWalk.WalkAsync(zone, "a.example.com");

        Assert.Equal((MailErrors.DnsTimedOut, "a.example.com"), (walk.Failure?.Error, walk.Applied?.Domain));
    }

    [Theory]
    [InlineData("example.com", "example.com", true, true)]
    [InlineData("example.com", "EXAMPLE.com", true, true)]
    [InlineData("example.com", "mail.example.com", true, false)]
    [InlineData("example.com", "mail.example.com", false, true)]
    [InlineData("a.example.com", "b.example.com", false, true)]
    [InlineData("a.example.com", "own.example.com", false, false)]
    [InlineData("example.com", "example.net", false, false)]
    [InlineData("example.com", "notexample.com", false, false)]
    [InlineData("one.bank", "two.bank", false, false)]
    [InlineData("one.bank", "mail.one.bank", false, true)]
    [InlineData("example.com", "silent.test", false, null)]
    public async Task Domains_are_aligned_by_their_organizational_domain(string author, string authenticated, bool isStrict,
        bool? isAligned)
    {
        var zone = new TableLookup()
            .AddText("_dmarc.example.com", "v=DMARC1; p=none").AddText("_dmarc.own.example.com", "v=DMARC1; p=none; psd=n")
            .AddText("_dmarc.bank", "v=DMARC1; p=reject; psd=y").AddSilence("_dmarc.silent.test");

        Assert.Equal(isAligned, await new DmarcAlignment(zone).IsAlignedAsync(author, authenticated, isStrict));
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("reports.example.com", true)]
    [InlineData("third.example", true)]
    [InlineData("any.example", true)]
    [InlineData("fourth.example", false)]
    [InlineData("silent.example", null)]
    public async Task A_domain_takes_reports_of_its_own_and_of_those_it_names(string destination, bool? takes)
    {
        var zone = new TableLookup()
            .AddText("_dmarc.example.com", "v=DMARC1; p=none")
            .AddText("example.com._report._dmarc.third.example", "v=DMARC1")
            .AddText("example.com._report._dmarc.any.example", "v=spf1 -all", "v=DMARC1; rua=mailto:x@any.example")
            .AddText("example.com._report._dmarc.fourth.example", "yes")
            .AddSilence("example.com._report._dmarc.silent.example");

        Assert.Equal(takes, await new DmarcAlignment(zone).TakesReportsAsync(destination, "example.com"));
    }
}
