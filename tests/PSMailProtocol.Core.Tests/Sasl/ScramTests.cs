using System.Collections.Generic;
using System.Net;
using System.Text;
using PSMailProtocol.Sasl;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>What a server may not say in SCRAM, and what names and passwords become.</summary>
public class ScramTests
{
    private const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";
    private const string ServerNonce = Nonce + "3rfcNHYJY1ZVvWVs7j";
    private const string Salt = "QSXCR+Q6sek8bf92";
    private const string Proven = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

    [Theory]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=1", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=0", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=4095", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=1000001", "LimitExceeded")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=1000000000", "LimitExceeded")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=4294971392", "LimitExceeded")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=99999999999999999999999999", "LimitExceeded")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=-4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=+4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i= 4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=four", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt, "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",i=4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",i=4096,s=" + Salt, "ProtocolViolation")]
    [InlineData("s=" + Salt + ",i=4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=,i=4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=no base64,i=4096", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=4096,", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=4096,xyz", "ProtocolViolation")]
    [InlineData("r=" + ServerNonce + ",s=" + Salt + ",i=4096,1=z", "ProtocolViolation")]
    [InlineData("m=now,r=" + ServerNonce + ",s=" + Salt + ",i=4096", "ProtocolViolation")]
    [InlineData("", "ProtocolViolation")]
    [InlineData(",,,,", "ProtocolViolation")]
    [InlineData("\u0000\u00ff", "ProtocolViolation")]
    [InlineData("r=" + Nonce + ",s=" + Salt + ",i=4096", "ServerProofInvalid")]
    [InlineData("r=somebodyElses,s=" + Salt + ",i=4096", "ServerProofInvalid")]
    [InlineData("r=x" + ServerNonce + ",s=" + Salt + ",i=4096", "ServerProofInvalid")]
    [InlineData("r=,s=" + Salt + ",i=4096", "ServerProofInvalid")]
    [InlineData("e=unknown-user", "AuthenticationFailed")]
    [InlineData(Proven, "ProtocolViolation")]
    public void A_first_message_that_breaks_the_rules_gets_no_proof(string message, string error)
    {
        var mechanism = Begun();

        Assert.Equal(error, Assert.ThrowsAny<MailException>(() => Say(mechanism, message)).Error.Id);
        Assert.False(mechanism.IsComplete);
    }

    [Theory]
    [InlineData("v=", "ServerProofInvalid")]
    [InlineData("v=AAAA", "ServerProofInvalid")]
    [InlineData("v=rmF9pqV8S7suAoZWja4dJRkFsKA=", "ServerProofInvalid")]
    [InlineData("v=rmF9pqV8S7suAoZWja4dJRkFsKQA", "ServerProofInvalid")]
    [InlineData("v=no base64", "ProtocolViolation")]
    [InlineData("", "ProtocolViolation")]
    [InlineData("x=y", "ProtocolViolation")]
    [InlineData("e=invalid-proof", "AuthenticationFailed")]
    [InlineData("e=channel-bindings-dont-match\u001b[2J", "AuthenticationFailed")]
    [InlineData(Proven + ",junk", "ProtocolViolation")]
    public void A_server_without_proof_is_not_believed(string message, string error)
    {
        var mechanism = Begun();
        Say(mechanism, $"r={ServerNonce},s={Salt},i=4096");

        var failure = Assert.ThrowsAny<MailException>(() => Say(mechanism, message));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.DoesNotContain("pencil", failure.ToString());
        Assert.False(mechanism.IsComplete);
    }

    [Theory]
    [InlineData(",x=later", "")]
    [InlineData(",x=later,Y=a=b", ",z=more")]
    public void Extensions_that_are_optional_change_the_proof_and_nothing_else(string first, string final)
    {
        var mechanism = Begun();
        Say(mechanism, $"r={ServerNonce},s={Salt},i=4096{first}");

        // The signature covers the extension, so that of the example does not fit.
        Assert.Same(MailErrors.ServerProofInvalid, Assert.ThrowsAny<MailException>(() => Say(mechanism, Proven + final)).Error);
    }

    [Fact]
    public void Optional_attributes_behind_the_proof_are_passed_over()
    {
        var mechanism = Begun();
        Say(mechanism, $"r={ServerNonce},s={Salt},i=4096");
        Say(mechanism, Proven + ",x=later");

        Assert.True(mechanism.IsComplete);
    }

    [Fact]
    public void The_cap_on_iterations_can_be_set()
    {
        var mechanism = new ScramMechanism(ScramHash.Sha1, new NetworkCredential("user", "pencil"), 5000, nonce: Nonce);
        Say(mechanism, "");

        Assert.Contains("5,000", Assert.ThrowsAny<MailException>(() => Say(mechanism, $"r={ServerNonce},s={Salt},i=5001")).Message);
    }

    [Fact]
    public void A_binding_is_part_of_the_proof()
    {
        var mechanism = new ScramMechanism(ScramHash.Sha256, new NetworkCredential("user", "pencil"), 10_000, Gs2Header.ServerEndPoint,
            [1, 2, 3], Nonce);

        Assert.Equal("SCRAM-SHA-256-PLUS", mechanism.Name);
        Assert.Equal($"p=tls-server-end-point,,n=user,r={Nonce}", Say(mechanism, ""));
        Assert.StartsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQID,r=", Say(mechanism, $"r={ServerNonce},s={Salt},i=4096"));
    }

    [Theory]
    [InlineData("user", "n=user")]
    [InlineData("a,b=c", "n=a=2Cb=3Dc")]
    [InlineData("DOMAIN\\user", "n=DOMAIN\\user")]
    [InlineData("I\u00ADX", "n=IX")]
    [InlineData("\u00AA", "n=a")]
    [InlineData("\u2168", "n=IX")]
    [InlineData("j\u00fcr gen", "n=j\u00fcr gen")]
    [InlineData("ju\u0308rgen", "n=j\u00fcrgen")]
    public void A_name_is_prepared_and_escaped(string user, string expected) =>
        Assert.StartsWith($"n,,{expected},r=", Say(new ScramMechanism(ScramHash.Sha1, new NetworkCredential(user, "x"), 10_000), ""));

    /// <summary>RFC 4013 section 3, and one character for each table that prohibits.</summary>
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b\u3000c\u2003d", "a b c d")]
    [InlineData("\U0001D49E\U0001F600", "C\U0001F600")]
    [InlineData("", "")]
    [InlineData("\u0007", null)]
    [InlineData("a\u007F", null)]
    [InlineData("\u0085", null)]
    [InlineData("\u2028", null)]
    [InlineData("\uE000", null)]
    [InlineData("\U000F0000", null)]
    [InlineData("\uFDD0", null)]
    [InlineData("\U0001FFFE", null)]
    [InlineData("\uFFFD", null)]
    [InlineData("\u2FF0", null)]
    [InlineData("\u202E", null)]
    [InlineData("\U000E0041", null)]
    public void SASLprep_maps_normalizes_and_prohibits(string text, string? expected)
    {
        if (expected is not null)
            Assert.Equal(expected, SaslPrep.Prepare(text, "It"));
        else
            Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => SaslPrep.Prepare(text, "It")).Error);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused_by_name_and_not_shown()
    {
        var failure = Assert.Throws<MailArgumentException>(() => SaslPrep.Prepare("canary\ud800", "Password"));

        Assert.Same(MailErrors.InvalidWireText, failure.Error);
        Assert.StartsWith("Password", failure.Message);
        Assert.DoesNotContain("canary", failure.ToString());
    }

    [Fact]
    public void A_nonce_comes_once()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 1000; i++)
            Assert.True(seen.Add(Say(new ScramMechanism(ScramHash.Sha1, new NetworkCredential("u", "p"), 10_000), "")));
    }

    private static ScramMechanism Begun()
    {
        var mechanism = new ScramMechanism(ScramHash.Sha1, new NetworkCredential("user", "pencil"), 1_000_000, nonce: Nonce);
        Say(mechanism, "");
        return mechanism;
    }

    private static string Say(SaslMechanism mechanism, string challenge) =>
        Encoding.UTF8.GetString(mechanism.Respond(Encoding.UTF8.GetBytes(challenge)));
}
