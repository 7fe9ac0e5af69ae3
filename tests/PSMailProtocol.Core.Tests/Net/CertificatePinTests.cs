using System;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Net;

public class CertificatePinTests
{
    private const string Digits = "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff";

    [Fact]
    public void A_fingerprint_is_read_as_tools_print_it()
    {
        foreach (var text in new[] { Digits, Regex.Replace(Digits, "(..)(?=.)", "$1:"), Regex.Replace(Digits, "(..)(?=.)", "$1-"),
            $" {Digits} " })
            Assert.Equal(Digits.ToUpperInvariant(), CertificatePin.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("AA")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233")]
    [InlineData(Digits + "0")]
    [InlineData("G0112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    [InlineData("SHA256:0112233445566778899AABBCCDDEEFF00112233445566778899aabbccdd")]
    public void Anything_else_is_refused_with_the_name_and_the_form(string text)
    {
        var failure = Assert.Throws<MailArgumentException>(() => CertificatePin.Parse(text));

        Assert.Same(MailErrors.InvalidParameter, failure.Error);
        Assert.Equal("PinnedCertificate", failure.ParamName);
        Assert.Contains("64 hexadecimal digits", failure.Message);
    }

    [Theory]
    [InlineData(true, false, null)]
    [InlineData(true, true, null)]
    [InlineData(false, false, "CertificateRejected")]
    [InlineData(false, true, "CertificateRejected")]
    public void The_pinned_certificate_is_accepted_and_no_other(bool isRight, bool skip, string? error)
    {
        using var sandbox = MailSandbox.Start();
        var shown = Convert.ToHexString(SHA256.HashData(sandbox.Certificate.RawData));
        var account = Account(sandbox, TlsMode.Auto, isRight ? shown : Digits, skip);

        if (error is null)
        {
            using var session = SmtpSession.Open(account, "c", CancellationToken.None);
            Assert.True(session.Connection.IsEncrypted);
            return;
        }

        var failure = Assert.ThrowsAny<MailException>(() => SmtpSession.Open(account, "c", CancellationToken.None));
        Assert.Equal(error, failure.Error.Id);
        Assert.Contains(shown, failure.Message);
        Assert.Contains(Digits.ToUpperInvariant(), failure.Message);
    }

    [Theory]
    [InlineData(TlsMode.Auto)]
    [InlineData(TlsMode.Opportunistic)]
    public void A_pin_leaves_no_connection_in_clear(TlsMode tls)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { OfferStartTls = false });

        Assert.Same(MailErrors.TlsRequired,
            Assert.Throws<MailException>(
                () => SmtpSession.Open(Account(sandbox, tls, Digits, skip: false), "c", CancellationToken.None)).Error);
    }

    private static MailAccount Account(MailSandbox sandbox, TlsMode tls, string pin, bool skip) =>
        new(sandbox.Host, sandbox.SmtpPort, tls, credential: null)
        {
            Connection = new MailConnectionOptions { PinnedCertificate = CertificatePin.Parse(pin), SkipCertificateCheck = skip },
        };
}
