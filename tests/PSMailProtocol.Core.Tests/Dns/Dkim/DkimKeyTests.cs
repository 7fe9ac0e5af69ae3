using System;
using System.Linq;
using PSMailProtocol.Dns.Dkim;
using Xunit;

namespace PSMailProtocol.Tests.Dns.Dkim;

/// <summary>What a key record says (RFC 6376 section 3.6.1), right and wrong.</summary>
public class DkimKeyTests
{
    // The example of RFC 6376 section 3.6.2.1's kind: a key of 1024 bits, and that of RFC 8463 appendix A.2.
    private const string Rsa1024 =
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
        + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private const string Ed25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=" + Rsa1024, 1024)]
    [InlineData("p=" + Rsa1024, 1024)]
    [InlineData("v=DKIM1;p=" + Rsa1024 + ";", 1024)]
    [InlineData(
        " v = DKIM1 ; h=sha1:sha256 ; s=email ; n=note ; x=unknown; p = " +
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC\r\n " +
        "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB", 1024)]
    [InlineData("v=DKIM1; k=ed25519; p=" + Ed25519, 256)]
    [InlineData("v=DKIM1; s=*; p=" + Rsa1024, 1024)]
    public void A_key_has_its_length(string text, int bits)
    {
        var key = DkimKey.Parse(text);

        Assert.Equal((null, bits, false), (key.Problem, key.Bits, key.IsRevoked));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1023)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void A_modulus_counts_from_its_first_bit_in_both_forms(int bits)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] |= 1;
        var key = Der(0x30, [.. Integer(modulus), .. Integer([1, 0, 1])]);
        var info = Der(0x30,
            [.. Der(0x30, [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00]), .. Der(0x03, [0, .. key])]);

        Assert.Equal(bits, DkimKey.Parse("p=" + Convert.ToBase64String(info)).Bits);
        Assert.Equal(bits, DkimKey.Parse("p=" + Convert.ToBase64String(key)).Bits);
    }

    [Theory]
    [InlineData("v=DKIM1; p=", true, false, false)]
    [InlineData("v=DKIM1; t=y; p=" + Rsa1024, false, true, false)]
    [InlineData("v=DKIM1; t=s; p=" + Rsa1024, false, false, true)]
    [InlineData("v=DKIM1; t=y:s; p=" + Rsa1024, false, true, true)]
    [InlineData("v=DKIM1; t= y : z ; p=" + Rsa1024, false, true, false)]
    [InlineData("v=DKIM1; t=strict; p=" + Rsa1024, false, false, false)]
    public void Flags_and_revocation_are_read(string text, bool isRevoked, bool isTest, bool isStrict)
    {
        var key = DkimKey.Parse(text);

        Assert.Equal((null, isRevoked, isTest, isStrict), (key.Problem, key.IsRevoked, key.IsTest, key.IsStrict));
    }

    [Theory]
    [InlineData("", "no key")]
    [InlineData("v=spf1 -all", "version")]
    [InlineData("v=DKIM1; k=rsa", "no key")]
    [InlineData("v=DKIM2; p=" + Rsa1024, "version")]
    [InlineData("p=" + Rsa1024 + "; v=DKIM1", "version")]
    [InlineData("v=DKIM1; k=rsa; k=rsa; p=" + Rsa1024, "twice")]
    [InlineData("v=DKIM1; rsa; p=" + Rsa1024, "no tag")]
    [InlineData("v=DKIM1; k=dsa; p=" + Rsa1024, "type")]
    [InlineData("v=DKIM1; h=sha1; p=" + Rsa1024, "hash")]
    [InlineData("v=DKIM1; s=tlsrpt; p=" + Rsa1024, "not for mail")]
    [InlineData("v=DKIM1; p=***", "base64")]
    [InlineData("v=DKIM1; p=AAAA", "no RSA key")]
    [InlineData("v=DKIM1; k=ed25519; p=AAAA", "no Ed25519 key")]
    [InlineData("v=DKIM1; k=ed25519; p=" + Rsa1024, "no Ed25519 key")]
    [InlineData("v=DKIM1; p=" + Ed25519, "no RSA key")]
    public void A_record_that_no_verifier_can_use_says_why(string text, string problem)
    {
        var key = DkimKey.Parse(text);

        Assert.Contains(problem, key.Problem, StringComparison.Ordinal);
        Assert.Equal(0, key.Bits);
    }

    [Fact]
    public void A_key_cut_or_changed_anywhere_is_none_or_another_and_never_an_exception()
    {
        var octets = Convert.FromBase64String(Rsa1024);
        for (var i = 0; i < octets.Length; i++)
        {
            Assert.NotNull(DkimKey.Parse("p=" + Convert.ToBase64String(octets[..i])));
            foreach (var value in new byte[] { 0, 0x7F, 0x80, 0x84, 0xFF })
            {
                var changed = octets.ToArray();
                changed[i] = value;
                Assert.InRange(DkimKey.Parse("p=" + Convert.ToBase64String(changed)).Bits, 0, 8 * octets.Length);
            }

            if (i > 0)
                Assert.Equal(0, DkimKey.Parse("p=" + Convert.ToBase64String(octets[..i])).Bits);
        }
    }

    private static byte[] Integer(byte[] value) => Der(0x02, value[0] >= 0x80 ? [0, .. value] : value);

    private static byte[] Der(byte tag, byte[] value) => value.Length switch
    {
        < 0x80 => [tag, (byte)value.Length, .. value],
        < 0x100 => [tag, 0x81, (byte)value.Length, .. value],
        _ => [tag, 0x82, (byte)(value.Length >> 8), (byte)value.Length, .. value],
    };
}
