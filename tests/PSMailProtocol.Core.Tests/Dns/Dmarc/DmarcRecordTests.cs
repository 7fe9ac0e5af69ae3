using System;
using System.Linq;
using PSMailProtocol.Dns.Dmarc;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Dmarc;

/// <summary>Records of RFC 9989 section 4.7, right and wrong.</summary>
public class DmarcRecordTests
{
    [Theory]
    [InlineData("v=DMARC1", true)]
    [InlineData("v=DMARC1; p=none", true)]
    [InlineData("V = DMARC1;p=none", true)]
    [InlineData("v=dmarc1; p=none", false)]
    [InlineData("v=DMARC10; p=none", false)]
    [InlineData("p=none; v=DMARC1", false)]
    [InlineData("v=spf1 -all", false)]
    [InlineData("", false)]
    [InlineData(";v=DMARC1", false)]
    public void A_record_begins_with_its_version(string text, bool isRecord) => Assert.Equal(isRecord, DmarcRecord.IsRecord(text));

    [Theory]
    [InlineData("v=DMARC1; p=reject", "Reject Reject Reject", true)]
    [InlineData("v=DMARC1; p=REJECT; sp=none", "Reject None None", true)]
    [InlineData("v=DMARC1; p=none; sp=quarantine; np=reject", "None Quarantine Reject", true)]
    [InlineData("v=DMARC1; p=none; np=reject", "None None Reject", true)]
    [InlineData("v=DMARC1", "None None None", true)]
    [InlineData("v=DMARC1; p=everything", "None None None", false)]
    [InlineData("v=DMARC1; p=everything; rua=mailto:a@example.com", "None None None", true)]
    [InlineData("v=DMARC1; p=reject; sp=everything; rua=mailto:a@example.com", "None None None", true)]
    [InlineData("v=DMARC1; p=reject; np=everything", "None None None", false)]
    [InlineData("v=DMARC1; p=everything; rua=reports", "None None None", false)]
    public void The_policy_is_that_of_the_domain_its_subdomains_or_those_that_do_not_exist(string text, string policies, bool isApplied)
    {
        var record = DmarcRecord.Parse(text);

        Assert.Equal(policies, $"{record.PolicyFor(false, true)} {record.PolicyFor(true, true)} {record.PolicyFor(true, false)}");
        Assert.Equal(isApplied, record.IsApplied);
    }

    [Fact]
    public void Every_tag_is_read()
    {
        var record = DmarcRecord.Parse(
            "v=DMARC1; p=reject; sp=quarantine; np=none; psd=n; adkim=s; aspf=S; t=y; fo=1:d:s; rua=mailto:a@example.com, " +
            "https://example.com/r ;ruf=mailto:f@example.net;");

        Assert.Empty(record.Faults);
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Quarantine, DmarcPolicy.None),
            (record.Policy, record.SubdomainPolicy, record.NonexistentPolicy));
        Assert.Equal((DmarcPublicSuffix.No, true, true, true),
            (record.PublicSuffix, record.IsDkimStrict, record.IsSpfStrict, record.IsTest));
        Assert.Equal(["mailto:a@example.com", "https://example.com/r"], record.AggregateReports);
        Assert.Equal(["mailto:f@example.net"], record.FailureReports);
    }

    [Theory]
    [InlineData("p=reject; pct=50", "pct=")]
    [InlineData("p=reject; ri=86400; rf=afrf", "ri=", "rf=")]
    [InlineData("p=reject; adkim=strict", "adkim=")]
    [InlineData("p=reject; psd=x; t=1", "psd=", "t=")]
    [InlineData("p=reject; fo=2; ruf=mailto:a@example.com", "fo=")]
    [InlineData("p=reject; fo=1", "fo= says nothing")]
    [InlineData("p=reject; rua=a@example.com", "rua=")]
    [InlineData("p=reject; rua=mailto:a@example.com!10m", "exclamation")]
    [InlineData("p=reject; rua=mailto:a", "rua=")]
    [InlineData("p=reject; policy=none; other=1", "unknown")]
    [InlineData("p=reject; p=none", "twice")]
    [InlineData("p=reject; quarantine", "no tag")]
    [InlineData("rua=mailto:a@example.com", "p= is missing")]
    public void What_is_wrong_or_out_of_use_is_listed_once(string tags, params string[] faults)
    {
        var record = DmarcRecord.Parse("v=DMARC1; " + tags);

        Assert.Equal(faults.Length, record.Faults.Count);
        Assert.All(faults, fault => Assert.Contains(record.Faults, found => found.Contains(fault, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_record_of_64_kibibytes_of_tags_lists_no_fault_twice() =>
        Assert.Single(DmarcRecord.Parse("v=DMARC1; p=none; " + string.Concat(Enumerable.Range(0, 8000).Select(i => $"a{i}=1;"))).Faults);
}
