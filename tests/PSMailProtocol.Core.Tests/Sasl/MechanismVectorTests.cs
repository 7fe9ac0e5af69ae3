using System;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using PSMailProtocol.Sasl;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>The examples that the RFCs and the makers of XOAUTH2 print, octet for octet.</summary>
public class MechanismVectorTests
{
    [Fact]
    public void CRAM_MD5_is_that_of_RFC_2195()
    {
        var mechanism = new CramMd5Mechanism(new NetworkCredential("tim", "tanstaaftanstaaf"));

        Assert.Equal("tim b913a602c7eda7a495b4e6e7334d3890", Say(mechanism, "<1896.697170952@postoffice.reston.mci.net>"));
        Assert.True(mechanism.IsComplete);
    }

    [Theory]
    [InlineData("SHA-1", "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData("SHA-256", "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void SCRAM_is_that_of_RFC_5802_and_RFC_7677(string hash, string nonce, string serverFirst, string clientFinal,
        string serverFinal)
    {
        var mechanism = new ScramMechanism(hash == "SHA-1" ? ScramHash.Sha1 : ScramHash.Sha256, new NetworkCredential("user", "pencil"),
            1_000_000, nonce: nonce);

        Assert.Equal($"SCRAM-{hash}", mechanism.Name);
        Assert.Equal($"n,,n=user,r={nonce}", Say(mechanism, ""));
        Assert.Equal(clientFinal, Say(mechanism, serverFirst));
        Assert.False(mechanism.IsComplete);
        Assert.Equal("", Say(mechanism, serverFinal));
        Assert.True(mechanism.IsComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void Hi_is_PBKDF2_as_the_runtime_has_it(int iterations)
    {
        foreach (var (hash, name) in new[] { (ScramHash.Sha1, HashAlgorithmName.SHA1), (ScramHash.Sha256, HashAlgorithmName.SHA256) })
        {
            var expected = Rfc2898DeriveBytes.Pbkdf2("p\u00e4ssword"u8, "salt"u8, iterations, name,
                name == HashAlgorithmName.SHA1 ? 20 : 32);

            Assert.Equal(expected, hash.Salted("p\u00e4ssword"u8.ToArray(), "salt"u8.ToArray(), iterations));
        }
    }

    [Fact]
    public void XOAUTH2_is_that_of_its_makers()
    {
        var mechanism =
            new XOAuth2Mechanism(new NetworkCredential("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"));

        Assert.Equal(
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==",
            Convert.ToBase64String(mechanism.Respond([])));
        Assert.Equal("", Say(mechanism, """{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}"""));
        Assert.Contains("\"status\":\"401\"", mechanism.Refusal);
        Assert.False(mechanism.CanAnswer);
    }

    [Fact]
    public void OAUTHBEARER_is_that_of_RFC_7628()
    {
        var mechanism = new OAuthBearerMechanism(new NetworkCredential("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="),
            "server.example.com", 143);

        Assert.Equal(
            "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB",
            Convert.ToBase64String(mechanism.Respond([])));
        Assert.Equal("\u0001", Say(mechanism, """{"status":"invalid_token","scope":"example_scope"}"""));
        Assert.Contains("invalid_token", mechanism.Refusal);
    }

    [Fact]
    public void OAUTHBEARER_leaves_a_user_that_is_not_given_to_the_token_and_escapes_one_that_is()
    {
        Assert.StartsWith("n,,\u0001host=h\u0001port=1\u0001auth=Bearer t",
            Say(new OAuthBearerMechanism(new NetworkCredential("", "t"), "h", 1), ""));
        Assert.StartsWith("n,a=a=2Cb=3Dc,\u0001", Say(new OAuthBearerMechanism(new NetworkCredential("a,b=c", "t"), "h", 1), ""));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("alice", "alice")]
    public void EXTERNAL_names_whom_to_act_as_or_nobody(string identity, string expected) =>
        Assert.Equal(expected, Say(new ExternalMechanism(identity), ""));

    private static string Say(SaslMechanism mechanism, string challenge) =>
        Encoding.UTF8.GetString(mechanism.Respond(Encoding.UTF8.GetBytes(challenge)));
}
