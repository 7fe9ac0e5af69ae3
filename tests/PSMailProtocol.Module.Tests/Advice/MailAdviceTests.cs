using System;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Advice;

/// <summary>What is known of a failure beside its kind leads to the advice that fits it.</summary>
public class MailAdviceTests
{
    public static TheoryData<MailException, string> Known { get; } = new()
    {
        { new NoGreetingException(new MailException(MailErrors.OperationTimedOut, "Too late.")), "-Tls Implicit" },
        { new Pop3MessageTooLargeException(new Pop3Entry(2, 10, "uid2"), "has 4,000 octets", 1000), "-MaximumSize" },
        { new Pop3RemovalUnknownException(null), "Get-Pop3Message -HeaderOnly" },
        { new SmtpPartlySentException(new MailException(MailErrors.ConnectionLost, "Gone.")), "RejectedRecipient" },
        { new SmtpPartlySentException(new MailException(MailErrors.MailNotAccepted, "Null MX.")), "use another address of the recipient" },
        { new SmtpPartlySentException(new MailException(MailErrors.DomainNotFound, "No.")), "Check the spelling of the domain." },
        { new MailArgumentException(MailErrors.NameResolutionFailed, "DnsServerAddress", "no-such has none."), "spelling of -DnsServer" },
        { new MailArgumentException(MailErrors.InvalidParameter, "ClientName", "is none."), "host.example.com" },
        { new MailArgumentException(MailErrors.InvalidParameter, "Authentication", "Plain takes a password, and what is given is a token."),
            "-Credential" },
        { new MailArgumentException(MailErrors.InvalidParameter, "UserName", "is empty."), "-Token" },
        { new MailArgumentException(MailErrors.InvalidParameter, "ClientCertificates", "holds none."), "-Certificate" },
        { new MailArgumentException(MailErrors.InvalidWireText, "Password", "holds a NUL."), "NUL" },
        { new MailArgumentException(MailErrors.InvalidParameter, "PinnedCertificate", "has 2 digits."), "SHA-256 fingerprint" },
        { new MailArgumentException(MailErrors.InvalidParameter, "Host", "\"a..b\" is no host name."), "-Server" },
        { new PinMismatchException("Another one."), "-PinnedCertificate" },
        { new SaslViolationException("The challenge is empty.", "CRAM-MD5"), "-Authentication" },
        { new SaslViolationException("No base64.", "SCRAM-SHA-256"), "-Authentication" },
        { new SaslViolationException("No base64.", "XOAUTH2"), "-Authentication OAuthBearer" },
        { new AdvisedException(MailErrors.InvalidParameter, "No.", "Do this."), "Do this." },
    };

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public void What_is_known_of_a_failure_leads_to_its_advice(MailException failure, string expected) =>
        Assert.Contains(expected, MailAdvice.For(failure), StringComparison.Ordinal);

    [Fact]
    public void A_failure_of_which_nothing_is_known_has_the_advice_for_its_kind() =>
        Assert.All(MailErrors.All, error => Assert.Equal(ErrorAdvice.For(error), MailAdvice.For(new MailException(error, "No."))));

    [Theory]
    [InlineData("XOAUTH2", "new token")]
    [InlineData("OAUTHBEARER", "new token")]
    [InlineData("EXTERNAL", "-Certificate")]
    [InlineData("SCRAM-SHA-256-PLUS", "-Authentication ScramSha256.")]
    [InlineData("SCRAM-SHA-1-PLUS", "-Authentication ScramSha1.")]
    [InlineData("SCRAM-SHA-256", "-Authentication Plain or Login")]
    [InlineData("SCRAM-SHA-1", "-Authentication Plain or Login")]
    [InlineData("CRAM-MD5", "-Authentication Plain or Login")]
    [InlineData("PLAIN", "Check user name and password")]
    [InlineData(null, "Check user name and password")]
    public void A_refused_login_has_the_advice_for_its_mechanism_in_every_protocol(string? mechanism, string expected)
    {
        Assert.Contains(expected, MailAdvice.For(Smtp(mechanism)), StringComparison.Ordinal);
        Assert.Contains(expected, MailAdvice.For(Pop3("-ERR no", mechanism)), StringComparison.Ordinal);
        Assert.Contains(expected, MailAdvice.For(Imap("", mechanism)), StringComparison.Ordinal);
    }

    /// <summary>Command, reply, what the advice says and what it does not.</summary>
    [Theory]
    [InlineData("EHLO", 421, null, "go away", "-Helo")]
    [InlineData("EHLO", 501, "5.5.4", "invalid domain name", "-Helo")]
    [InlineData("EHLO", 504, "5.5.2", "need fully-qualified hostname", "-Helo")]
    [InlineData("HELO", 550, "5.7.1", "no", "-Helo")]
    [InlineData("EHLO", 421, "4.7.66", "TLS 1.0 and 1.1 are not supported.", "TLS 1.2")]
    [InlineData("MAIL", 421, "4.7.66", "TLS 1.0 and 1.1 are not supported.", "TLS 1.2")]
    [InlineData("STARTTLS", 454, null, "TLS not available due to temporary reason", "out of order for now")]
    [InlineData("STARTTLS", 454, "4.7.0", "TLS not available", "out of order for now")]
    public void A_refused_command_has_the_advice_for_it(string command, int code, string? enhanced, string text, string expected)
    {
        EnhancedStatusCode.TryRead($"{enhanced} x", out var status, out _);
        var reply = new SmtpReply(code, enhanced is null ? null : status, [text]);

        Assert.Contains(expected,
            MailAdvice.For(new SmtpReplyException(MailErrors.CommandRejected, "Refused", reply) { Command = command }),
            StringComparison.Ordinal);
        Assert.DoesNotContain("-Helo", MailAdvice.For(new SmtpReplyException(MailErrors.CommandRejected, "Refused", reply)),
            StringComparison.Ordinal);
    }

    /// <summary>What to do about a token is of no use against a cause that the server names (RFC 2449, RFC 3206).</summary>
    [Theory]
    [InlineData("-ERR [IN-USE] locked", "MaildropInUse")]
    [InlineData("-ERR [LOGIN-DELAY] wait", "LoginDelayed")]
    [InlineData("-ERR [SYS/TEMP] disk", "ServerTemporarilyUnable")]
    [InlineData("-ERR [SYS/PERM] gone", "ServerUnable")]
    [InlineData("-ERR [AUTH] no", "AuthenticationFailed")]
    [InlineData("-ERR no", "AuthenticationFailed")]
    public void A_cause_that_a_POP3_server_names_outranks_the_mechanism(string reply, string error) =>
        AssertTokenOrKind(Pop3(reply, "XOAUTH2"), error);

    /// <summary>As for POP3 (RFC 5530).</summary>
    [Theory]
    [InlineData("UNAVAILABLE", "ServerTemporarilyUnable")]
    [InlineData("INUSE", "MaildropInUse")]
    [InlineData("AUTHENTICATIONFAILED", "AuthenticationFailed")]
    [InlineData("", "AuthenticationFailed")]
    public void A_cause_that_an_IMAP_server_names_outranks_the_mechanism(string code, string error) =>
        AssertTokenOrKind(Imap(code, "XOAUTH2"), error);

    [Fact]
    public void The_advice_about_a_refused_login_speaks_of_no_other_protocol() =>
        Assert.DoesNotContain("SMTP", MailAdvice.For(Pop3("-ERR no", null)), StringComparison.Ordinal);

    [Theory]
    [InlineData("UserName", "The user name of -Credential holds a NUL.")]
    [InlineData("Password", "The password of -Credential holds a NUL.")]
    [InlineData("Token", "-Token holds a NUL.")]
    [InlineData("Authentication", "-Authentication holds a NUL.")]
    [InlineData("ClientCertificates", "-Certificate holds a NUL.")]
    [InlineData("PinnedCertificate", "-PinnedCertificate holds a NUL.")]
    [InlineData("ClientName", "-Helo holds a NUL.")]
    [InlineData("Mailbox", "-Mailbox holds a NUL.")]
    [InlineData("Subject", "-Subject holds a NUL.")]
    [InlineData("Raw", "-Search holds a NUL.")]
    [InlineData("response", "response holds a NUL.")]
    public void A_bad_value_is_named_by_its_parameter(string paramName, string message)
    {
        var failure = new MailArgumentException(MailErrors.InvalidWireText, paramName, "holds a NUL.");

        var named = ArgumentAdvice.Named(failure);

        Assert.Same(MailErrors.InvalidWireText, named.Error);
        Assert.Equal(message, named.Message);
    }

    private static void AssertTokenOrKind(MailException failure, string error)
    {
        Assert.Equal(error, failure.Error.Id);
        if (error == "AuthenticationFailed")
            Assert.Contains("new token", MailAdvice.For(failure), StringComparison.Ordinal);
        else
            Assert.Equal(ErrorAdvice.For(failure.Error), MailAdvice.For(failure));
    }

    private static SmtpReplyException Smtp(string? mechanism) =>
        new(MailErrors.AuthenticationFailed, "Refused", new SmtpReply(535, null, ["no"])) { Mechanism = mechanism };

    private static Pop3ReplyException Pop3(string reply, string? mechanism)
    {
        using var connection = Said.By(reply);
        return new Pop3ReplyException(MailErrors.AuthenticationFailed, "Refused", Pop3Reply.Read(connection)) { Mechanism = mechanism };
    }

    private static ImapStatusException Imap(string code, string? mechanism) =>
        new(MailErrors.AuthenticationFailed, "Refused", new ImapStatus("NO", code, "no")) { Mechanism = mechanism };

    [Theory]
    [InlineData("PLAIN LOGIN", "PLAIN and LOGIN as well", "-Authentication Plain or Login;")]
    [InlineData("PLAIN", "PLAIN as well", "-Authentication Plain;")]
    [InlineData("CRAM-MD5 LOGIN", "LOGIN as well", "-Authentication Login;")]
    [InlineData("CRAM-MD5", "Check user name and password", "no other login")]
    public void A_refused_login_of_IMAP_is_told_what_else_the_server_offers(string others, string offered, string advice)
    {
        var failure = new ImapStatusException(MailErrors.AuthenticationFailed, "Refused", new ImapStatus("NO", "", "no"))
        {
            Mechanism = "SCRAM-SHA-256",
            OtherMechanisms = others.Split(' '),
        };

        Assert.Contains(offered, MailAdvice.For(failure), StringComparison.Ordinal);
        Assert.Contains(advice, MailAdvice.For(failure), StringComparison.Ordinal);
    }
}
