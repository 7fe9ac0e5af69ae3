using System;
using System.Linq;
using PSMailProtocol.Dns.MtaSts;
using Xunit;

namespace PSMailProtocol.Tests.Dns.MtaSts;

/// <summary>Policies of RFC 8461, right and wrong, and what they say of an exchanger.</summary>
public class MtaStsPolicyTests
{
    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n", MtaStsMode.Enforce, 604800)]
    [InlineData("version: STSv1\r\nmode: testing\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 1", MtaStsMode.Testing, 1)]
    [InlineData("max_age:0\nmx:mail.example.com.  \nmx:\t*.example.net\nmode:testing\nversion:STSv1\n\n", MtaStsMode.Testing, 0)]
    [InlineData(
        "version: STSv1\nmode: enforce\nmode: none\nnew_field: x: y\nmx: Mail.Example.COM\nmx: *.example.net\nmax_age: 9999999999\n",
        MtaStsMode.Enforce, 31557600)]
    public void A_policy_is_read(string text, MtaStsMode mode, int seconds)
    {
        var policy = MtaStsPolicy.Parse(text);

        Assert.Equal((mode, TimeSpan.FromSeconds(seconds)), (policy.Mode, policy.Lifetime));
        Assert.Equal(["mail.example.com", "*.example.net"], policy.Patterns);
    }

    [Fact]
    public void A_policy_that_ends_it_names_no_exchanger() =>
        Assert.Empty(MtaStsPolicy.Parse("version: STSv1\nmode: none\nmax_age: 86400\n").Patterns);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("mode: enforce\nmx: a.example\nmax_age: 1")]
    [InlineData("version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1")]
    [InlineData("version: STSv1\nmx: a.example\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: report\nmx: a.example\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.example")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 12345678901")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\nmx: *\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a b\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\nmx:\nmax_age: 1")]
    [InlineData("version: STSv1\nmode: enforce\n: x\nmx: a.example\nmax_age: 1")]
    public void What_is_no_policy_is_an_error(string text) =>
        Assert.Same(MailErrors.ProtocolViolation, Assert.Throws<MailException>(() => MtaStsPolicy.Parse(text)).Error);

    [Fact]
    public void Length_and_count_are_capped()
    {
        Assert.Same(MailErrors.LimitExceeded,
            Assert.Throws<MailException>(() => MtaStsPolicy.Parse(new string('\n', MtaStsPolicy.MaximumLength + 1))).Error);
        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(() => MtaStsPolicy.Parse(
            "version: STSv1\nmode: enforce\nmax_age: 1\n" + string.Concat(Enumerable.Repeat("mx: a.example\n", 1001)))).Error);
    }

    [Theory]
    [InlineData("mail.example.com", true)]
    [InlineData("MAIL.example.com.", true)]
    [InlineData("mail2.example.com", false)]
    [InlineData("a.mail.example.com", false)]
    [InlineData("mx.example.net", true)]
    [InlineData("example.net", false)]
    [InlineData("a.mx.example.net", false)]
    [InlineData(".example.net", false)]
    [InlineData("mxexample.net", false)]
    [InlineData("", false)]
    public void An_asterisk_stands_for_one_label(string exchanger, bool matches) => Assert.Equal(
        matches, MtaStsPolicy.Parse("version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 1").Names(exchanger));

    [Theory]
    [InlineData("v=STSv1; id=20160831085700Z;", "20160831085700Z", 1)]
    [InlineData("v=STSv1;id=1", "1", 1)]
    [InlineData("v=STSv1; id=1;|v=spf1 -all", "1", 1)]
    [InlineData("v=STSv1; id=1;|v=STSv1; id=1;", null, 2)]
    [InlineData("v=STSv1;", null, 1)]
    [InlineData("v=STSv1; id=2016-08;", null, 1)]
    [InlineData("v=STSv1; id=123456789012345678901234567890123;", null, 1)]
    [InlineData("v=STSv2; id=1;", null, 0)]
    [InlineData("", null, 0)]
    public void There_is_a_policy_where_one_record_has_an_id(string texts, string? id, int count)
    {
        Assert.Equal(id, MtaStsPolicy.IdAmong(texts.Split('|'), out var found));
        Assert.Equal(count, found);
    }

    [Theory]
    [InlineData("v=TLSRPTv1; rua=mailto:a@example.com", 1, "mailto:a@example.com")]
    [InlineData("v=TLSRPTv1;rua=https://example.com/r , mailto:a@example.com;", 1, "https://example.com/r mailto:a@example.com")]
    [InlineData("v=TLSRPTv1; rua=mailto:a@example.com; rua = mailto:b@example.com; x=y", 1, "mailto:a@example.com mailto:b@example.com")]
    [InlineData("v=TLSRPTv1; rua=http://example.com/r", 1, "")]
    [InlineData("v=TLSRPTv1", 1, "")]
    [InlineData("v=TLSRPTv1; rua=mailto:a@example.com|v=TLSRPTv1; rua=mailto:a@example.com", 2, "")]
    [InlineData("rua=mailto:a@example.com; v=TLSRPTv1", 0, "")]
    public void Reports_of_tls_go_to_mail_or_https(string texts, int count, string destinations)
    {
        var found = TlsReporting.Among(texts.Split('|'));

        Assert.Equal((count, destinations), (found.Count, string.Join(" ", found.Destinations)));
    }
}
