using System.Collections.Generic;
using System.Net;
using System.Text;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>Names go out as they stand, and whatever octets come back in one are no harm.</summary>
public class DomainNameTests
{
    private const string Label63 = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg";

    // What a name in an answer holds, label by label, and how it is shown.
    private static readonly Dictionary<string, string> OddNames = new()
    {
        ["mail server"] = @"mail\032server.example",
        ["a\r\nb\0"] = @"a\013\010b\000.example",
        ["\u001B[31m"] = @"\027[31m.example",
        ["\u00FC\u00FF"] = @"\252\255.example",
        [@"a\b"] = @"a\\b.example",
        ["a\"b;c"] = "a\\\"b\\;c.example",
        ["a/b"] = "a/b.example",
    };

    public static TheoryData<string> OddLabels => [.. OddNames.Keys];

    [Theory]
    [InlineData("a")]
    [InlineData("example.com")]
    [InlineData("_dmarc.example.com")]
    [InlineData("under_score_.example")]
    [InlineData("a--b.example")]
    [InlineData("1.2.3.4.5")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("xn--a.example")]
    [InlineData("xn--0.xn--bcher-kva.example")]
    [InlineData("xn--99999999.example")]
    [InlineData(Label63 + ".example")]
    [InlineData(Label63 + "." + Label63 + "." + Label63 + ".aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg")]
    public void Every_name_that_a_domain_may_have_is_asked_for_as_it_stands(string name)
    {
        using var server = new SandboxDnsServer();
        server.Zone.AddNullMx(name);

        Assert.Equal(name, Assert.Single(Resolvers.Patient(server.EndPoint).ResolveMailExchangers(name)).Domain);
        Assert.Equal(name, Assert.Single(server.Queries).Name, ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(OddLabels))]
    public void An_odd_exchanger_is_shown_and_not_asked_for(string label)
    {
        using var server = Server(15, Wire.Join(Wire.Words(10), Name(label)));

        var exchanger = Assert.Single(Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example"));

        Assert.Equal(OddNames[label], exchanger.Exchange);
        Assert.Contains("no host name", Assert.Single(exchanger.Warnings));
        Assert.Equal(1, server.Datagrams);
    }

    [Theory]
    [MemberData(nameof(OddLabels))]
    public void An_alias_of_an_odd_name_leads_nowhere(string label)
    {
        using var server = Server(5, Name(label));

        var failure = Assert.Throws<MailException>(() => Resolvers.Patient(server.EndPoint).ResolveMailExchangers("host.example"));

        Assert.Same(MailErrors.DnsResponseInvalid, failure.Error);
        Assert.Contains(OddNames[label], failure.Message);
    }

    [Fact]
    public void Owners_and_targets_compare_without_case()
    {
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            answer.Answers.Clear();
            answer.Authorities.Clear();
            answer.Answers.Add(new CnameRecord(DnsName.Parse("ALIAS.example"), 60, DnsName.Parse("Host.Example")));
            answer.Answers.Add(new AddressRecord(DnsName.Parse("hOST.eXAMPLE"), 60, IPAddress.Parse("192.0.2.7")));
            query.Reply(answer);
        };

        Assert.Contains(IPAddress.Parse("192.0.2.7"), Resolvers.Patient(server.EndPoint).ResolveAddresses("alias.Example"));
    }

    [Fact]
    public void Records_of_another_owner_or_class_are_no_answer()
    {
        using var server = new FakeNameServer();
        server.ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            answer.Answers.Clear();
            answer.Answers.Add(new AddressRecord(DnsName.Parse("other.example"), 60, IPAddress.Parse("192.0.2.66")));
            answer.Answers.Add(new RawRecord(query.Message.Questions[0].Name, DnsRecordType.A, 3, 60, [192, 0, 2, 66]));
            query.Reply(answer);
        };

        var failure = Assert.Throws<MailException>(() => Resolvers.Patient(server.EndPoint).ResolveAddresses("host.example"));

        Assert.Same(MailErrors.NameResolutionFailed, failure.Error);
    }

    private static byte[] Name(string label) =>
        [(byte)label.Length, .. Encoding.Latin1.GetBytes(label), .. Wire.Name("example")];

    // One record of the type at the name that is asked for.
    private static FakeNameServer Server(int type, byte[] data) => new()
    {
        ByUdp = query =>
        {
            var answer = FakeNameServer.Answer(query.Message);
            answer.Authorities.Clear();
            answer.Answers.Clear();
            answer.Answers.Add(new RawRecord(query.Message.Questions[0].Name, (DnsRecordType)type, 1, 60, data));
            query.Reply(answer);
        },
    };
}
