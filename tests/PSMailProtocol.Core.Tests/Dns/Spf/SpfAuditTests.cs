using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Spf;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Spf;

/// <summary>What a record costs every mail that nothing of it matches.</summary>
public class SpfAuditTests
{
    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", 0, 0, SpfResult.Fail)]
    [InlineData("v=spf1 a mx ~all", 2, 2, SpfResult.SoftFail)]
    [InlineData("v=spf1 a mx ?all a a a", 2, 2, SpfResult.Neutral)]
    [InlineData("v=spf1 include:two.example -all", 3, 0, SpfResult.Fail)]
    [InlineData("v=spf1 include:two.example include:two.example ip4:192.0.2.1", 6, 0, SpfResult.Neutral)]
    [InlineData("v=spf1 redirect=two.example", 3, 0, SpfResult.Fail)]
    [InlineData("v=spf1 -all redirect=two.example", 0, 0, SpfResult.Fail)]
    [InlineData("v=spf1 exists:%{i}.list.example +all", 1, 0, SpfResult.Pass)]
    [InlineData("v=spf1 include:example.com -all", SpfAudit.MaximumCounted, 0, SpfResult.Neutral)]
    [InlineData("v=spf1 redirect=example.com", SpfAudit.MaximumCounted, 0, SpfResult.Neutral)]
    public async Task Lookups_are_counted_through_includes_and_redirects(string record, int lookups, int voids, SpfResult rest)
    {
        var zone = new TableLookup().AddText("example.com", record)
            .AddText("two.example", "v=spf1 a mx -all").AddAddress("two.example", "2001:db8::1").AddMx("two.example", "mx.two.example");

        var audit = await SpfAudit.LookAtAsync(zone, "example.com");

        Assert.Equal((lookups, voids), (audit.Lookups, audit.VoidLookups));
        Assert.Equal(lookups == SpfAudit.MaximumCounted, audit.IsCutShort);
        if (!audit.IsCutShort)
            Assert.Equal(rest, audit.Rest);
        Assert.Empty(audit.Problems);
    }

    [Theory]
    [InlineData("v=spf1 include:none.example -all", "none.example has no SPF record.")]
    [InlineData("v=spf1 include:both.example -all", "both.example has 2 SPF records.")]
    [InlineData("v=spf1 include:bad.example -all", "The record of bad.example cannot be read: ip4:1.2.3: it has no IPv4 address.")]
    [InlineData("v=spf1 al -all", "The record of example.com cannot be read: al: there is no such mechanism.")]
    public async Task What_makes_every_check_an_error_is_said(string record, string problem)
    {
        var zone = new TableLookup().AddText("example.com", record)
            .AddText("both.example", "v=spf1 -all", "v=spf1 a -all").AddText("bad.example", "v=spf1 ip4:1.2.3 -all");

        Assert.Equal([problem], (await SpfAudit.LookAtAsync(zone, "example.com")).Problems);
    }
}
