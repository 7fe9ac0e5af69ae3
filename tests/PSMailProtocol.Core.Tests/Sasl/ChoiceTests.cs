using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>Which mechanism is taken, and that none is taken in another's place.</summary>
public class ChoiceTests
{
    private static readonly string[] Everything =
        ["LOGIN", "PLAIN", "EXTERNAL", "XOAUTH2", "OAUTHBEARER", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256-PLUS", "NTLM", "GSSAPI"];

    private static readonly string[] LoginVerbs = ["AUTH", "LOGIN", "USER", "PASS", "APOP"];

    [Theory]
    [InlineData("LOGIN", "LOGIN")]
    [InlineData("LOGIN PLAIN", "PLAIN")]
    [InlineData("login plain", "PLAIN")]
    [InlineData("LOGIN PLAIN CRAM-MD5", "CRAM-MD5")]
    [InlineData("PLAIN SCRAM-SHA-1 CRAM-MD5", "SCRAM-SHA-1")]
    [InlineData("PLAIN SCRAM-SHA-256 SCRAM-SHA-1", "SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-1", "SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256-PLUS PLAIN", "PLAIN")]
    [InlineData("XOAUTH2 OAUTHBEARER EXTERNAL NTLM PLAIN", "PLAIN")]
    [InlineData("XOAUTH2 OAUTHBEARER EXTERNAL NTLM", null)]
    [InlineData("PLAIN-CLIENTTOKEN", null)]
    [InlineData("", null)]
    public void A_password_takes_the_strongest_that_works_in_clear(string offered, string? expected) =>
        Assert.Equal(expected,
            Choose(Logins.Password("u", "p"), MailAuthentication.Auto, offered.Split(' ', StringSplitOptions.RemoveEmptyEntries))?.Name);

    [Theory]
    [InlineData("XOAUTH2 PLAIN LOGIN", "XOAUTH2")]
    [InlineData("XOAUTH2 OAUTHBEARER", "OAUTHBEARER")]
    [InlineData("PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256", null)]
    public void A_token_takes_only_what_is_made_for_tokens(string offered, string? expected) =>
        Assert.Equal(expected, Choose(Logins.Token("u", "t"), MailAuthentication.Auto, offered.Split(' '))?.Name);

    [Theory]
    [InlineData(MailAuthentication.Plain, "PLAIN")]
    [InlineData(MailAuthentication.Login, "LOGIN")]
    [InlineData(MailAuthentication.CramMd5, "CRAM-MD5")]
    [InlineData(MailAuthentication.ScramSha1, "SCRAM-SHA-1")]
    [InlineData(MailAuthentication.ScramSha256, "SCRAM-SHA-256")]
    [InlineData(MailAuthentication.ScramSha1Plus, null)]
    [InlineData(MailAuthentication.ScramSha256Plus, null)]
    public void What_is_forced_is_taken_or_nothing(MailAuthentication authentication, string? expected)
    {
        Assert.Equal(expected, Choose(Logins.Password("u", "p"), authentication, Everything)?.Name);
        Assert.Null(Choose(Logins.Password("u", "p"), authentication, Everything.Except([expected]).ToArray()!));
    }

    [Theory]
    [InlineData(MailAuthentication.Plain)]
    [InlineData(MailAuthentication.Login)]
    [InlineData(MailAuthentication.CramMd5)]
    [InlineData(MailAuthentication.ScramSha256)]
    [InlineData(MailAuthentication.External)]
    [InlineData(MailAuthentication.Apop)]
    public void A_token_is_never_sent_as_a_password(MailAuthentication authentication)
    {
        var failure = Assert.Throws<MailArgumentException>(() => Choose(Logins.Token("u", "canary"), authentication, Everything));

        Assert.Same(MailErrors.InvalidParameter, failure.Error);
        Assert.StartsWith($"Authentication {authentication}", failure.Message);
        Assert.EndsWith("what is given is a token.", failure.Message);
    }

    [Theory]
    [InlineData(MailAuthentication.XOAuth2)]
    [InlineData(MailAuthentication.OAuthBearer)]
    [InlineData(MailAuthentication.External)]
    public void A_password_is_never_sent_as_a_token(MailAuthentication authentication) =>
        Assert.Same(MailErrors.InvalidParameter,
            Assert.Throws<MailArgumentException>(() => Choose(Logins.Password("u", "canary"), authentication, Everything)).Error);

    [Fact]
    public void A_certificate_that_is_not_there_proves_nothing() =>
        Assert.Equal("ClientCertificates",
            Assert.Throws<MailArgumentException>(
                () => Choose(MailCredential.FromCertificate("u"), MailAuthentication.Auto, Everything)).ParamName);

    [Fact]
    public void XOAUTH2_wants_a_user_beside_the_token() =>
        Assert.Equal("UserName",
            Assert.Throws<MailArgumentException>(() => Choose(Logins.Token("", "t"), MailAuthentication.Auto, ["XOAUTH2"])).ParamName);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("token\n")]
    [InlineData("token\r\n")]
    [InlineData("a\u0001auth=Bearer b")]
    [InlineData("t\u00f6ken")]
    public void What_is_no_token_is_refused_and_not_shown(string token)
    {
        foreach (var name in new[] { "XOAUTH2", "OAUTHBEARER" })
        {
            var failure = Assert.Throws<MailArgumentException>(() => Choose(Logins.Token("u", token), MailAuthentication.Auto, [name]));
            Assert.Same(MailErrors.InvalidWireText, failure.Error);
            Assert.Equal("Token", failure.ParamName);
        }
    }

    [Theory]
    [InlineData("XOAUTH2", "u\u0001auth=Bearer other")]
    [InlineData("OAUTHBEARER", "u\u0001host=other")]
    [InlineData("XOAUTH2", "u\r\n")]
    public void A_user_name_begins_no_other_field(string name, string user) =>
        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => Choose(Logins.Token(user, "t"), MailAuthentication.Auto, [name])).Error);

    [Fact]
    public void Both_lists_are_in_the_error_for_a_server_that_offers_nothing_that_fits()
    {
        using var session = new SmtpSession(new MailConnection(
            new ScriptedPeer(Delivery.Whole, "220 hi\r\n", ("EHLO c\r\n", "250-me\r\n250 AUTH NTLM GSSAPI\r\n")),
            new MailConnectionOptions()));

        var failure = Assert.Throws<MailException>(() => session.Begin(Account(Logins.Token("u", "canary"), MailAuthentication.Auto), "c"));

        Assert.Same(MailErrors.AuthenticationMechanismUnavailable, failure.Error);
        Assert.Contains("NTLM, GSSAPI", failure.Message);
        Assert.Contains("OAUTHBEARER, XOAUTH2", failure.Message);
        Assert.DoesNotContain("PLAIN", failure.Message);
    }

    [Fact]
    public void A_refused_SCRAM_tries_nothing_weaker_however_the_server_invites_it()
    {
        using var sandbox =
            MailSandbox.Start(new MailSandboxOptions
            {
                Users = { ["alice"] = "right" },
                Mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"],
            });
        foreach (var protocol in new[] { SandboxProtocol.Smtp, SandboxProtocol.Pop3, SandboxProtocol.Imap })
        {
            var lines = new List<string>();
            var account = new MailAccount(sandbox.Host, Logins.PortOf(sandbox, protocol), TlsMode.None, Logins.Password("alice", "wrong"))
            {
                Connection = new MailConnectionOptions { Transcript = new TextTranscript(lines.Add) },
            };

            Assert.Same(MailErrors.AuthenticationFailed, Assert.ThrowsAny<MailException>(() => Logins.LogIn(protocol, account)).Error);

            var logins =
                lines.Where(
                    line => line.StartsWith("C: ", StringComparison.Ordinal)
                        && LoginVerbs.Any(verb => line.Contains(verb, StringComparison.Ordinal)));
            Assert.EndsWith("SCRAM-SHA-256 ********", Assert.Single(logins));
        }
    }

    [Fact]
    public void POP3_falls_back_to_USER_and_PASS_only_where_no_mechanism_fits()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "+OK\r\n", ("CAPA\r\n", "+OK\r\nSASL GSSAPI NTLM\r\nUSER\r\nPIPELINING\r\n.\r\n"),
            ("USER u\r\n", "+OK\r\n"), ("PASS p\r\n", "+OK\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        session.Begin(Account(Logins.Password("u", "p"), MailAuthentication.Auto));

        Assert.Equal("USER", session.AuthenticationMechanism);
    }

    [Fact]
    public void A_token_does_not_fall_back_to_USER_and_PASS_or_LOGIN()
    {
        using var pop3 =
            new Pop3Session(new MailConnection(new ScriptedPeer(Delivery.Whole, "+OK\r\n", ("CAPA\r\n", "+OK\r\nUSER\r\n.\r\n")),
                new MailConnectionOptions()));
        using var imap =
            new ImapSession(new MailConnection(new ScriptedPeer(Delivery.Whole, "* OK [CAPABILITY IMAP4rev1] hi\r\n"),
                new MailConnectionOptions()));

        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(() => pop3.Begin(Account(Logins.Token("u", "t"), MailAuthentication.Auto))).Error);
        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(() => imap.Begin(Account(Logins.Token("u", "t"), MailAuthentication.Auto))).Error);
    }

    [Theory]
    [InlineData("LOGINDISABLED", "AuthenticationMechanismUnavailable")]
    [InlineData("LOGINDISABLED AUTH=NTLM", "AuthenticationMechanismUnavailable")]
    [InlineData("LOGINDISABLED SASL-IR AUTH=PLAIN", "PLAIN")]
    [InlineData("SASL-IR AUTH=PLAIN", "PLAIN")]
    [InlineData("AUTH=NTLM", "LOGIN")]
    [InlineData("", "LOGIN")]
    public void IMAP_uses_LOGIN_last_and_where_it_may(string capabilities, string expected)
    {
        var steps = expected switch
        {
            "PLAIN" => [("A001 AUTHENTICATE PLAIN AHUAcA==\r\n", "A001 OK [CAPABILITY IMAP4rev1] in\r\n")],
            "LOGIN" => [("A001 LOGIN \"u\" \"p\"\r\n", "A001 OK [CAPABILITY IMAP4rev1] in\r\n")],
            _ => Array.Empty<(string, string)>(),
        };
        using var session =
            new ImapSession(
                new MailConnection(new ScriptedPeer(Delivery.Whole, $"* OK [CAPABILITY IMAP4rev1 {capabilities}] hi\r\n", steps),
                    new MailConnectionOptions()));
        void Begin() => session.Begin(Account(Logins.Password("u", "p"), MailAuthentication.Auto));

        if (steps.Length == 0)
        {
            Assert.Equal(expected, Assert.Throws<MailException>(Begin).Error.Id);
            return;
        }

        Begin();
        Assert.Equal(expected, session.AuthenticationMechanism);
    }

    /// <summary>The example of RFC 1939 section 7.</summary>
    [Fact]
    public void APOP_is_that_of_RFC_1939_and_comes_only_when_asked_for()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n", ("CAPA\r\n", "-ERR\r\n"),
            ("APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n", "+OK maildrop has 1 message\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        session.Begin(Account(Logins.Password("mrose", "tanstaaf"), MailAuthentication.Apop));

        Assert.Equal("APOP", session.AuthenticationMechanism);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("+OK hi\r\n")]
    [InlineData("+OK <half\r\n")]
    [InlineData("+OK half>\r\n")]
    public void APOP_needs_a_timestamp_in_the_greeting(string greeting)
    {
        using var session =
            new Pop3Session(new MailConnection(new ScriptedPeer(Delivery.Whole, greeting, ("CAPA\r\n", "-ERR\r\n")),
                new MailConnectionOptions()));

        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(() => session.Begin(Account(Logins.Password("u", "p"), MailAuthentication.Apop))).Error);
    }

    [Fact]
    public void The_binding_is_the_hash_that_signed_the_certificate_and_SHA_256_for_weaker_ones()
    {
        using var key = RSA.Create(2048);
        foreach (var (signed, hashed) in new[] { (HashAlgorithmName.SHA256, HashAlgorithmName.SHA256),
            (HashAlgorithmName.SHA384, HashAlgorithmName.SHA384), (HashAlgorithmName.SHA512, HashAlgorithmName.SHA512) })
        {
            using var certificate = Sign(new CertificateRequest("CN=x", key, signed, RSASignaturePadding.Pkcs1));
            using var hash = IncrementalHash.CreateHash(hashed);
            hash.AppendData(certificate.RawData);
            Assert.Equal(hash.GetHashAndReset(), ServerEndPointBinding.Of(certificate));
        }

        using var old = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .Create(new X500DistinguishedName("CN=x"), new Sha1Signature(key), DateTimeOffset.UtcNow.AddDays(-1),
                DateTimeOffset.UtcNow.AddDays(1), [1]);
        Assert.Equal(SHA256.HashData(old.RawData), ServerEndPointBinding.Of(old));
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var elliptic = Sign(new CertificateRequest("CN=x", curve, HashAlgorithmName.SHA384));
        Assert.Equal(SHA384.HashData(elliptic.RawData), ServerEndPointBinding.Of(elliptic));
        using var undefined = Sign(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.Null(ServerEndPointBinding.Of(undefined));
    }

    [Fact]
    public void A_server_that_offers_PLUS_notices_when_somebody_takes_the_offer_away()
    {
        using var sandbox =
            MailSandbox.Start(new MailSandboxOptions
            {
                Users = { ["alice"] = "right" },
                Mechanisms = ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"],
            });
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "AUTH"));
        sandbox.Faults.Add(SandboxFault.Offer(SandboxProtocol.Smtp, "AUTH SCRAM-SHA-256"));

        Assert.Same(MailErrors.AuthenticationFailed,
            Assert.ThrowsAny<MailException>(() => Logins.LogIn(sandbox, SandboxProtocol.Smtp, Logins.Password("alice", "right"))).Error);
        sandbox.Faults.Clear();
        Assert.Equal("SCRAM-SHA-256",
            Logins.LogIn(sandbox, SandboxProtocol.Smtp, Logins.Password("alice", "right"), MailAuthentication.ScramSha256));
    }

    private static X509Certificate2 Sign(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    private static SaslMechanism? Choose(MailCredential credential, MailAuthentication authentication, string[] offered)
    {
        using var connection = new MailConnection(new ScriptedPeer(Delivery.Whole, ""), new MailConnectionOptions());
        return new SaslChoice(Account(credential, authentication), credential, connection, offered, new SaslLimits()).Find();
    }

    private static MailAccount Account(MailCredential credential, MailAuthentication authentication) =>
        new("h", 1, TlsMode.None, credential) { AllowUnencryptedAuthentication = true, Authentication = authentication };

    /// <summary>sha1WithRSAEncryption, which the runtime makes no certificates by any more.</summary>
    private sealed class Sha1Signature(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => CreateForRSA(key, RSASignaturePadding.Pkcs1).PublicKey;
    }
}
