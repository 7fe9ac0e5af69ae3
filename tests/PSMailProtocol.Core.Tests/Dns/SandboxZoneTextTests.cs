using System;
using System.Linq;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>Records that are given as text are on the wire what master files make of it (RFC 1035 section 5.1).</summary>
public class SandboxZoneTextTests
{
    private static readonly string Long = new('x', 300);

    public static TheoryData<string, string, string, string, string> Records => new()
    {
        { "mx.example.com", "A", "192.0.2.1", "A mx.example.com", "C0000201" },
        { "mx.example.com", "aaaa", " 2001:db8::1 ", "Aaaa mx.example.com", "20010DB8000000000000000000000001" },
        { "www.example.com", "CNAME", "example.com.", "Cname www.example.com", Name("example", "com") },
        { "example.com", "MX", "10 mail.example.com", "Mx example.com", "000A" + Name("mail", "example", "com") },
        { "example.com", "MX", "mail.example.com", "Mx example.com", "000A" + Name("mail", "example", "com") },
        { "example.com", "MX", "0 .", "Mx example.com", "000000" },
        { "example.com", "MX", ".", "Mx example.com", "000000" },
        { "example.com", "Txt", "v=spf1 -all", "Txt example.com", "0B" + Hex("v=spf1 -all") },
        { "example.com", "TXT", "", "Txt example.com", "00" },
        { "example.com", "TXT", Long, "Txt example.com", "FF" + Hex(Long.Substring(45)) + "2D" + Hex(Long.Substring(255)) },
        { "192.0.2.1", "PTR", "mail.example.com", "Ptr 1.2.0.192.in-addr.arpa", Name("mail", "example", "com") },
        { "1.2.0.192.in-addr.arpa", "PTR", "mail.example.com", "Ptr 1.2.0.192.in-addr.arpa", Name("mail", "example", "com") },
        { "2001:db8::12", "PTR", "x.", "Ptr 2.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", Name("x") },
        { "_imaps._tcp.example.com", "SRV", "0 1 993 mail.example.com", "Srv _imaps._tcp.example.com",
            "0-1-993-" + Name("mail", "example", "com") },
        { "_25._tcp.mail.example.com", "TLSA", "3 1 1 8cB0 a0", "Tlsa _25._tcp.mail.example.com", "0301018CB0A0" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void A_text_is_a_record(string name, string type, string data, string expected, string octets)
    {
        var record = Ask(new SandboxZone().Add(name, type, data), expected);

        Assert.Equal(expected, $"{record.Type} {record.Name}");
        Assert.Equal(octets, Data(record));
    }

    [Theory]
    [InlineData("example.com", "MX", "70000 mail.example.com", "InvalidParameter")]
    [InlineData("example.com", "MX", "10", "InvalidParameter")]
    [InlineData("example.com", "MX", "10 mail example", "InvalidParameter")]
    [InlineData("example.com", "MX", "", "InvalidParameter")]
    [InlineData("example.com", "MX", "10 mail..example", "InvalidDomainName")]
    [InlineData("example..com", "MX", "10 mail.example", "InvalidDomainName")]
    [InlineData("example.com", "A", "2001:db8::1", "InvalidParameter")]
    [InlineData("example.com", "A", "1", "InvalidParameter")]
    [InlineData("example.com", "AAAA", "192.0.2.1", "InvalidParameter")]
    [InlineData("example.com", "A", "mail.example.com", "InvalidParameter")]
    [InlineData("example.com", "TLSA", "3 1 1", "InvalidParameter")]
    [InlineData("example.com", "TLSA", "3 1 1 8CB", "InvalidParameter")]
    [InlineData("example.com", "TLSA", "3 1 256 8C", "InvalidParameter")]
    [InlineData("example.com", "SRV", "0 1 mail.example.com", "InvalidParameter")]
    [InlineData("example.com", "SRV", "0 1 70000 mail.example.com", "InvalidParameter")]
    [InlineData("example.com", "HINFO", "x", "InvalidParameter")]
    public void What_is_none_is_an_error(string name, string type, string data, string error) =>
        Assert.Equal(error, Assert.ThrowsAny<MailException>(() => new SandboxZone().Add(name, type, data)).Error.Id);

    [Fact]
    public void A_text_beyond_what_fits_is_an_error() =>
        Assert.Equal(MailErrors.InvalidParameter,
            Assert.Throws<MailException>(() => new SandboxZone().AddTxt("example.com", new string('x', 32 * 1024 + 1))).Error);

    private static DnsRecord Ask(SandboxZone zone, string expected)
    {
        var words = expected.Split(' ');
        var query = new DnsMessage { Id = 1 };
        query.Questions.Add(new DnsQuestion(DnsName.Parse(words[1]), Enum.Parse<DnsRecordType>(words[0])));
        var answer = Assert.Single(new SandboxDnsResponder(zone).Respond(DnsMessageWriter.Write(query), isTcp: true));
        return Assert.Single(new DnsMessageReader(answer, answer.Length).Read().Answers);
    }

    /// <summary>The data as it stands on the wire without compression.</summary>
    private static string Data(DnsRecord record) => record switch
    {
        AddressRecord address => Convert.ToHexString(address.Address.GetAddressBytes()),
        CnameRecord alias => Convert.ToHexString(alias.Target.Wire),
        PtrRecord pointer => Convert.ToHexString(pointer.Target.Wire),
        MxRecord exchanger => exchanger.Preference.ToString("X4", null) + Convert.ToHexString(exchanger.Exchange.Wire),
        SrvRecord service => $"{service.Priority}-{service.Weight}-{service.Port}-{Convert.ToHexString(service.Target.Wire)}",
        RawRecord raw => Convert.ToHexString(raw.Data),
        _ => record.ToString()!,
    };

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(text));

    private static string Name(params string[] labels) =>
        string.Concat(labels.Select(label => label.Length.ToString("X2", null) + Hex(label))) + "00";
}
