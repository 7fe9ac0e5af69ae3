using System;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>What a sandbox's rules make of questions to its name server.</summary>
public class SandboxDnsRuleTests
{
    [Theory]
    [InlineData("dns example.com name-error", "example.com", "Mx", SandboxDnsFault.NameError)]
    [InlineData("DNS Example.COM. NameError", "example.com", "A", SandboxDnsFault.NameError)]
    [InlineData("dns example.com MX Server-Failure", "example.com", "Mx", SandboxDnsFault.ServerFailure)]
    [InlineData("dns example.com mx server-failure", "example.com", "A", SandboxDnsFault.None)]
    [InlineData("dns example.com refused", "mail.example.com", "A", SandboxDnsFault.None)]
    [InlineData("dns * refused", "mail.example.com", "A", SandboxDnsFault.Refused)]
    [InlineData("dns * TXT drop", "example.com", "Txt", SandboxDnsFault.Drop)]
    [InlineData("dns * TXT drop", "example.com", "Mx", SandboxDnsFault.None)]
    [InlineData("dns 192.0.2.1 PTR truncate", "1.2.0.192.in-addr.arpa", "Ptr", SandboxDnsFault.Truncate)]
    [InlineData("dns example.com wrong-id-first", "example.com", "Mx", SandboxDnsFault.WrongIdFirst)]
    [InlineData("dns  example.com  wrong-question-first", "example.com", "Mx", SandboxDnsFault.WrongQuestionFirst)]
    [InlineData("smtp RCPT 550 no", "example.com", "Mx", SandboxDnsFault.None)]
    public void A_rule_says_what_goes_wrong_and_with_what(string rule, string name, string type, SandboxDnsFault expected)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Parse(rule));

        Assert.Equal(expected, sandbox.Zone.FaultOf(Question(name, type)));
        Assert.Equal(TimeSpan.Zero, sandbox.Zone.DelayOf(Question(name, type)));
    }

    [Theory]
    [InlineData("dns example.com delay 2.5", "Mx", 3.5)]
    [InlineData("dns example.com MX DELAY 2", "Mx", 3)]
    [InlineData("dns example.com MX delay 2", "A", 1)]
    public void A_delay_is_added_to_the_latency(string rule, string type, double seconds)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Latency = TimeSpan.FromSeconds(1) });
        sandbox.Faults.Add(SandboxFault.Parse(rule));

        Assert.Equal(TimeSpan.FromSeconds(seconds), sandbox.Zone.DelayOf(Question("example.com", type)));
        Assert.Equal(SandboxDnsFault.None, sandbox.Zone.FaultOf(Question("example.com", type)));
    }

    /// <summary>Rules count, are taken out, and go before what the zone itself says.</summary>
    [Fact]
    public void Rules_of_names_are_rules_like_all_others()
    {
        using var sandbox = MailSandbox.Start();
        var zone = sandbox.Zone.SetFault("example.com", SandboxDnsFault.Refused);
        var question = Question("example.com", "Mx");
        sandbox.Faults.Add(SandboxFault.Misanswer("example.com", SandboxDnsFault.NameError, "MX").Times(1));
        sandbox.Faults.Add(SandboxFault.Misanswer(null, SandboxDnsFault.ServerFailure).Occurrence(1));

        Assert.Equal(
            [SandboxDnsFault.NameError, SandboxDnsFault.ServerFailure, SandboxDnsFault.Refused],
            new[] { zone.FaultOf(question), zone.FaultOf(question), zone.FaultOf(question) });

        sandbox.Faults.Clear();
        sandbox.Faults.Add(SandboxFault.Misanswer("example.com", SandboxDnsFault.None));
        Assert.Equal(SandboxDnsFault.None, zone.FaultOf(question));
    }

    [Fact]
    public void A_policy_brings_its_record_once()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { PolicyPort = 0 });
        sandbox.Zone.AddTxt("_mta-sts.b.test", "v=STSv1; id=b;");

        foreach (var domain in new[] { "a.test", "a.test", "b.test" })
            sandbox.SetPolicy(domain, "version: STSv1\n");
        sandbox.SetPolicy("c.test", null);

        foreach (var (domain, records) in new[] { ("a.test", 1), ("b.test", 1), ("c.test", 0) })
        {
            var answer = new DnsMessage();
            sandbox.Zone.Answer(Question("_mta-sts." + domain, "Txt"), answer);
            Assert.Equal(records, answer.Answers.Count);
        }

        Assert.Equal(MailErrors.InvalidDomainName, Assert.Throws<MailException>(() => sandbox.SetPolicy("a..test", "x")).Error);
    }

    private static DnsQuestion Question(string name, string type) => new(DnsName.Parse(name), Enum.Parse<DnsRecordType>(type));
}
