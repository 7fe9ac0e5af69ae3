using System.Linq;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

public class DnsNameTests
{
    private static readonly string Label63 = new('a', 63);

    public static TheoryData<string, string> ValidNames => new()
    {
        { "example.com", "example.com" },
        { "example.com.", "example.com" },
        { ".", "." },
        { "_smtp.Example.COM", "_smtp.Example.COM" },
        { @"a\.b.example", @"a\.b.example" },
        { @"a\046b.example", @"a\.b.example" },
        { @"a\000b\255.example", @"a\000b\255.example" },
        { $"{Label63}.example", $"{Label63}.example" },
        { $"{Label63}.{Label63}.{Label63}.{new string('b', 61)}", $"{Label63}.{Label63}.{Label63}.{new string('b', 61)}" },
    };

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void Presentation_form_is_read_and_written(string text, string expected) =>
        Assert.Equal(expected, DnsName.Parse(text).ToString());

    [Theory]
    [InlineData("", "empty label")]
    [InlineData("..", "empty label")]
    [InlineData(".example", "empty label")]
    [InlineData("a..example", "empty label")]
    [InlineData("example..", "empty label")]
    [InlineData("a b.example", "not printable ASCII")]
    [InlineData("a\r\nb.example", "not printable ASCII")]
    [InlineData("bücher.example", "not printable ASCII")]
    [InlineData(@"example\", "ends in an escape")]
    [InlineData(@"a\25", "fewer than three digits")]
    [InlineData(@"a\256", "above 255")]
    public void Malformed_names_are_refused(string text, string fault)
    {
        var failure = Assert.Throws<MailException>(() => DnsName.Parse(text));

        Assert.Same(MailErrors.InvalidDomainName, failure.Error);
        Assert.Contains(fault, failure.Message);
    }

    [Fact]
    public void A_label_of_64_octets_is_refused() => RefusedAs("63 octets", $"{Label63}a.example");

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    public void A_name_over_255_octets_is_refused(int last) =>
        RefusedAs("255 octets", $"{Label63}.{Label63}.{Label63}.{new string('b', last)}");

    [Fact]
    public void The_longest_name_has_255_octets() =>
        Assert.Equal(255, DnsName.Parse($"{Label63}.{Label63}.{Label63}.{new string('b', 61)}.").Wire.Length);

    [Fact]
    public void Names_are_equal_without_regard_to_case()
    {
        Assert.Equal(DnsName.Parse("MX.Example.com"), DnsName.Parse("mx.eXAMPLE.COM."));
        Assert.Equal(DnsName.Parse("MX.Example.com").GetHashCode(), DnsName.Parse("mx.eXAMPLE.COM.").GetHashCode());
        Assert.NotEqual(DnsName.Parse("a.b"), DnsName.Parse(@"a\.b"));
        Assert.NotEqual(DnsName.Parse("[.example"), DnsName.Parse("{.example"));
    }

    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("mx.EXAMPLE.com", "example.com", true)]
    [InlineData("a.b.example.com", ".", true)]
    [InlineData("badexample.com", "example.com", false)]
    [InlineData("com", "example.com", false)]
    [InlineData("example.com", "mx.example.com", false)]
    [InlineData("example.org", "example.com", false)]
    public void A_name_is_within_itself_and_its_ancestors(string name, string ancestor, bool expected) =>
        Assert.Equal(expected, DnsName.Parse(name).IsWithin(DnsName.Parse(ancestor)));

    [Fact]
    public void The_parents_of_a_name_end_at_the_root()
    {
        var name = DnsName.Parse("a.b.c");

        Assert.Equal(["b.c", "c", "."],
            new[] { name.Parent(), name.Parent().Parent(), name.Parent().Parent().Parent() }.Select(parent => parent.ToString()));
    }

    private static void RefusedAs(string fault, string text)
    {
        var failure = Assert.Throws<MailException>(() => DnsName.Parse(text));

        Assert.Same(MailErrors.InvalidDomainName, failure.Error);
        Assert.Contains(fault, failure.Message);
    }
}
