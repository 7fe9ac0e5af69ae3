using System;
using PSMailProtocol.Advice;
using PSMailProtocol.Commands;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>-Server as people write it: with a port, with a scheme, as an IPv6 address.</summary>
public class ServerParameterTests
{
    [Theory]
    [InlineData("SMTP", "mail.example.com", "mail.example.com", null, TlsMode.Auto)]
    [InlineData("SMTP", "\u00a0mail.example.com ", "mail.example.com", null, TlsMode.Auto)]
    [InlineData("SMTP", "mail.example.com:587", "mail.example.com", 587, TlsMode.Auto)]
    [InlineData("SMTP", "192.0.2.1:25", "192.0.2.1", 25, TlsMode.Auto)]
    [InlineData("SMTP", "b\u00fccher.example:25", "b\u00fccher.example", 25, TlsMode.Auto)]
    [InlineData("SMTP", "smtp://mail.example.com", "mail.example.com", null, TlsMode.Auto)]
    [InlineData("SMTP", "smtp://mail.example.com/", "mail.example.com", null, TlsMode.Auto)]
    [InlineData("SMTP", "SMTPS://mail.example.com", "mail.example.com", null, TlsMode.Implicit)]
    [InlineData("SMTP", "smtps://mail.example.com:587", "mail.example.com", 587, TlsMode.Implicit)]
    [InlineData("SMTP", "smtps:25", "smtps", 25, TlsMode.Auto)]
    [InlineData("IMAP", "imap://mail.example.com:993", "mail.example.com", 993, TlsMode.Auto)]
    [InlineData("IMAP", "imaps://mail.example.com", "mail.example.com", null, TlsMode.Implicit)]
    [InlineData("POP3", "pop3://mail.example.com", "mail.example.com", null, TlsMode.Auto)]
    [InlineData("POP3", "pop3s://mail.example.com:1995", "mail.example.com", 1995, TlsMode.Implicit)]
    [InlineData("POP3", "pop://mail.example.com:110", "mail.example.com", 110, TlsMode.Auto)]
    [InlineData("POP3", "pops://mail.example.com", "mail.example.com", null, TlsMode.Implicit)]
    [InlineData("SMTP", "::1", "::1", null, TlsMode.Auto)]
    [InlineData("SMTP", "[::1]", "::1", null, TlsMode.Auto)]
    [InlineData("SMTP", "[::1]:587", "::1", 587, TlsMode.Auto)]
    [InlineData("SMTP", "2001:db8::1:587", "2001:db8::1:587", null, TlsMode.Auto)]
    [InlineData("SMTP", "[192.0.2.1]:25", "192.0.2.1", 25, TlsMode.Auto)]
    [InlineData("IMAP", "imaps://[2001:db8::1]:1993/", "2001:db8::1", 1993, TlsMode.Implicit)]
    public void Reads_host_port_and_scheme(string protocol, string text, string host, int? port, TlsMode tls)
    {
        var server = ServerParameter.Read(text, protocol);

        Assert.Equal((host, port, tls), (server.Host, server.PortBeside(0), server.TlsBeside(TlsMode.Auto, "-Tls Auto", null)));
    }

    [Theory]
    [InlineData("SMTP", "smtp://secret:word@mail.example.com", "user name", "-Credential")]
    [InlineData("SMTP", "secret@mail.example.com:25", "user name", "-Credential")]
    [InlineData("IMAP", "imaps://secret%40x:word@mail.example.com/INBOX", "user name", "-Credential")]
    [InlineData("IMAP", "imaps://mail.example.com/secret", "path", "imaps://")]
    [InlineData("IMAP", "mail.example.com/", "path", "imaps://")]
    [InlineData("POP3", "pop3://mail.example.com?secret", "path", "pop3s://")]
    [InlineData("POP3", "mail.example.com#secret", "path", "pop3s://")]
    [InlineData("POP3", "mail\\secret", "path", "pop3s://")]
    [InlineData("SMTP", "imap://mail.example.com", "imap://, and this command speaks SMTP", "smtps://")]
    [InlineData("IMAP", "SMTPS://mail.example.com", "smtps://, and this command speaks IMAP", "imaps://")]
    [InlineData("POP3", "imaps://secret@mail.example.com", "imaps://, and this command speaks POP3", "pop3s://")]
    [InlineData("POP3", "secret://mail.example.com", "none of mail", "pop3s://")]
    [InlineData("SMTP", "https://mail.example.com", "none of mail", "smtps://")]
    [InlineData("SMTP", "mail.example.com:secret", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "mail.example.com:0", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "mail.example.com:65536", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "mail.example.com:", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "mail.example.com:+25", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "secret:word:25", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "[::1]587", "port from 1 to 65535", "mail.example.com:587")]
    [InlineData("SMTP", "[secret]:587", "brackets", "mail.example.com:587")]
    [InlineData("SMTP", "[::1", "brackets", "mail.example.com:587")]
    [InlineData("SMTP", ":587", "no host", "mail.example.com:587")]
    [InlineData("SMTP", "smtp://", "no host", "mail.example.com:587")]
    public void Refuses_what_is_none_and_repeats_nothing_of_it(string protocol, string text, string says, string advises)
    {
        var failure = Assert.Throws<AdvisedException>(() => ServerParameter.Read(text, protocol));

        Assert.Same(MailErrors.InvalidParameter, failure.Error);
        Assert.StartsWith("-Server ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains(advises, failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message + failure.Advice, StringComparison.Ordinal);
        Assert.True(failure.IsTargetSecret);
    }

    [Theory]
    [InlineData("host:587", 25, TlsMode.Auto, "-Server names port 587 and -Port 25")]
    [InlineData("smtps://host:465", 587, TlsMode.Auto, "-Server names port 465 and -Port 587")]
    [InlineData("smtps://host", 0, TlsMode.StartTls, "smtps://, which is encrypted from the first octet, and -Tls")]
    [InlineData("smtps://host", 0, TlsMode.Opportunistic, "smtps://, which is encrypted from the first octet, and -Tls")]
    [InlineData("smtps://host", 0, TlsMode.None, "smtps://, which is encrypted from the first octet, and -Tls")]
    [InlineData("smtp://host", 0, TlsMode.Implicit, "smtp://, which begins in clear, and -Tls")]
    [InlineData("smtp://host:587", 0, TlsMode.Implicit, "smtp://, which begins in clear, and -Tls")]
    [InlineData("host:587", 587, TlsMode.Implicit, null)]
    [InlineData("smtp://host", 465, TlsMode.Implicit, null)]
    [InlineData("smtps://host", 2465, TlsMode.Implicit, null)]
    [InlineData("smtp://host", 0, TlsMode.None, null)]
    public void Refuses_a_contradiction(string text, int givenPort, TlsMode givenTls, string? says)
    {
        var server = ServerParameter.Read(text, "SMTP");

        var failure = Record.Exception(() => server.TlsBeside(givenTls, "-Tls", server.PortBeside(givenPort)));

        Assert.Equal(says is null, failure is null);
        if (says is not null)
            Assert.Contains(says, Assert.IsType<AdvisedException>(failure).Message, StringComparison.Ordinal);
    }
}
