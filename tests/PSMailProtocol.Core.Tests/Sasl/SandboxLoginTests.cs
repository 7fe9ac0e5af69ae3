using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sasl;

/// <summary>Every mechanism over every protocol against the sandbox: it lets the right ones in and nobody else.</summary>
public class SandboxLoginTests
{
    private const string Secret = "p\u00e4ss \u00a0w\u00f6rd,=\"\\";
    private const string Token = "ya29.a0AfH6SMB-token_~+/==";

    private static readonly string[] Everything =
    [
        "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "XOAUTH2",
        "OAUTHBEARER", "EXTERNAL",
    ];

    public static IEnumerable<object[]> PasswordMechanisms => Cross(
        ("PLAIN", MailAuthentication.Plain), ("LOGIN", MailAuthentication.Login), ("CRAM-MD5", MailAuthentication.CramMd5),
        ("SCRAM-SHA-1", MailAuthentication.ScramSha1), ("SCRAM-SHA-256", MailAuthentication.ScramSha256),
        ("SCRAM-SHA-1-PLUS", MailAuthentication.ScramSha1Plus), ("SCRAM-SHA-256-PLUS", MailAuthentication.ScramSha256Plus));

    public static IEnumerable<object[]> PasswordMechanismNames => PasswordMechanisms.Select(row => row[..2]);

    public static IEnumerable<object[]> TokenMechanisms =>
        Cross(("XOAUTH2", MailAuthentication.XOAuth2), ("OAUTHBEARER", MailAuthentication.OAuthBearer));

    public static IEnumerable<object[]> Protocols => Cross(("", MailAuthentication.Auto)).Select(row => new[] { row[0] });

    [Theory]
    [MemberData(nameof(PasswordMechanisms))]
    public void A_password_opens_the_mailbox_by_the_mechanism_that_is_forced(SandboxProtocol protocol, string name,
        MailAuthentication authentication)
    {
        using var sandbox = Start(Everything);

        Assert.Equal(name, Logins.LogIn(sandbox, protocol, Logins.Password("al,i=ce", Secret), authentication));
        var failure = Assert.ThrowsAny<MailException>(
            () => Logins.LogIn(sandbox, protocol, Logins.Password("al,i=ce", Secret + "x"), authentication));
        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.DoesNotContain("ss", failure.Message.Replace("password", ""));
        Assert.ThrowsAny<MailException>(() => Logins.LogIn(sandbox, protocol, Logins.Password("nobody", Secret), authentication));
        Assert.Empty(sandbox.InternalFailures);
    }

    [Theory]
    [MemberData(nameof(PasswordMechanismNames))]
    public void A_mechanism_that_is_the_only_one_is_found_by_itself(SandboxProtocol protocol, string name)
    {
        using var sandbox = Start(name, "XOAUTH2", "EXTERNAL");

        Assert.Equal(name, Logins.LogIn(sandbox, protocol, Logins.Password("al,i=ce", Secret)));
    }

    [Theory]
    [MemberData(nameof(TokenMechanisms))]
    public void A_token_opens_the_mailbox_and_a_refused_one_is_told_why(SandboxProtocol protocol, string name,
        MailAuthentication authentication)
    {
        using var sandbox = Start(Everything);

        Assert.Equal(name, Logins.LogIn(sandbox, protocol, Logins.Token("alice", Token), authentication));
        var failure =
            Assert.ThrowsAny<MailException>(() => Logins.LogIn(sandbox, protocol, Logins.Token("alice", "another"), authentication));
        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.Contains("\"status\":\"invalid_token\"", failure.Message);
        Assert.Equal(name, Logins.RefusedMechanism(failure));
        Assert.ThrowsAny<MailException>(() => Logins.LogIn(sandbox, protocol, Logins.Token("al,i=ce", Token), authentication));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_token_that_is_too_long_for_a_command_waits_for_the_first_challenge(SandboxProtocol protocol)
    {
        var token = string.Concat(Enumerable.Repeat("0123456789abcdef", 400));
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Mechanisms = ["XOAUTH2"], Tokens = { ["alice"] = token } });

        Assert.Equal("XOAUTH2", Logins.LogIn(sandbox, protocol, Logins.Token("alice", token)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_is_given_decides_among_all_mechanisms(SandboxProtocol protocol)
    {
        using var sandbox = Start(Everything);
        using var certificate = Logins.ClientCertificate("alice");

        Assert.Equal("SCRAM-SHA-256-PLUS", Logins.LogIn(sandbox, protocol, Logins.Password("al,i=ce", Secret)));
        Assert.Equal("SCRAM-SHA-256-PLUS", Logins.LogIn(sandbox, protocol, Logins.Password("al,i=ce", Secret), certificate: certificate));
        Assert.Equal("OAUTHBEARER", Logins.LogIn(sandbox, protocol, Logins.Token("alice", Token)));
        Assert.Equal("OAUTHBEARER", Logins.LogIn(sandbox, protocol, Logins.Token("", Token)));
        Assert.Equal("EXTERNAL", Logins.LogIn(sandbox, protocol, MailCredential.FromCertificate(), certificate: certificate));
        Assert.Equal("EXTERNAL", Logins.LogIn(sandbox, protocol, MailCredential.FromCertificate("alice"), certificate: certificate));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_certificate_of_somebody_else_is_refused(SandboxProtocol protocol)
    {
        using var sandbox = Start(Everything);
        using var certificate = Logins.ClientCertificate("bob");

        var failure = Assert.ThrowsAny<MailException>(
            () => Logins.LogIn(sandbox, protocol, MailCredential.FromCertificate("alice"), certificate: certificate));

        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.Equal("EXTERNAL", Logins.RefusedMechanism(failure));
    }

    [Theory]
    [InlineData(SandboxProtocol.Pop3, true)]
    [InlineData(SandboxProtocol.Imap, true)]
    [InlineData(SandboxProtocol.Smtp, false)]
    public void A_certificate_alone_needs_EXTERNAL_for_a_mailbox_and_none_for_a_relay(SandboxProtocol protocol, bool isNeeded)
    {
        using var sandbox = Start("PLAIN");
        using var certificate = Logins.ClientCertificate("alice");
        string? LogIn() => Logins.LogIn(sandbox, protocol, MailCredential.FromCertificate(), certificate: certificate);

        if (isNeeded)
            Assert.Same(MailErrors.AuthenticationMechanismUnavailable, Assert.Throws<MailException>(LogIn).Error);
        else
            Assert.Null(LogIn());
        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(
                () => Logins.LogIn(sandbox, protocol, MailCredential.FromCertificate(), MailAuthentication.External, certificate)).Error);
    }

    private static MailSandbox Start(params string[] mechanisms) => MailSandbox.Start(new MailSandboxOptions
    {
        Users = { ["al,i=ce"] = Secret, ["alice"] = "another", ["bob"] = "third" },
        Tokens = { ["alice"] = Token, ["bob"] = "bob's" },
        Mechanisms = mechanisms,
    });

    private static IEnumerable<object[]> Cross(params (string Name, MailAuthentication Authentication)[] mechanisms) =>
        from protocol in new[] { SandboxProtocol.Smtp, SandboxProtocol.Pop3, SandboxProtocol.Imap }
        from mechanism in mechanisms
        select new object[] { protocol, mechanism.Name, mechanism.Authentication };
}
