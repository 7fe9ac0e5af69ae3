using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

public sealed class SmtpServerTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "secret" } });

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    [Fact]
    public void AMessageLandsInEachRecipientsMailbox()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort, out var greeting);
        Assert.StartsWith("220 mail.sandbox.test ESMTP", greeting);
        Assert.Equal("250-mail.sandbox.test greets client.test", client.AskSmtp("EHLO client.test")[0]);
        Assert.Equal("250 2.1.0 Sender OK", client.Ask("MAIL FROM:<bob@example.com> SIZE=20 BODY=8BITMIME"));
        Assert.Equal("250 2.1.5 Recipient OK", client.Ask("RCPT TO:<alice@sandbox.test>"));
        Assert.Equal("250 2.1.5 Recipient OK", client.Ask("RCPT TO:<carol@elsewhere.example>"));
        Assert.StartsWith("354 ", client.Ask("DATA"));
        Assert.StartsWith("250 2.0.0 Queued as SBX", client.Ask("Subject: hi\r\n\r\n..dot\r\nend\r\n."));
        Assert.StartsWith("221 ", client.Ask("QUIT"));
        Assert.Null(client.TryReadLine());

        var mail = Assert.Single(_sandbox.Accepted);
        Assert.Equal("bob@example.com", mail.Sender);
        Assert.Equal(["SIZE=20", "BODY=8BITMIME"], mail.SenderParameters);
        Assert.Equal(["alice@sandbox.test", "carol@elsewhere.example"], mail.Recipients);
        Assert.Equal("Subject: hi\r\n\r\n.dot\r\nend\r\n", Encoding.ASCII.GetString(mail.Octets));
        Assert.False(mail.IsEncrypted);
        Assert.Null(mail.AuthenticatedUser);

        var delivered = Encoding.ASCII.GetString(Assert.Single(_sandbox.Mailbox("alice").Messages).Octets);
        Assert.StartsWith(
            "Return-Path: <bob@example.com>\r\nReceived: from client.test ([127.0.0.1])\r\n\tby mail.sandbox.test with ESMTP id " +
            "SBX000001\r\n\tfor <alice@sandbox.test>; ", delivered);
        Assert.EndsWith("\r\nSubject: hi\r\n\r\n.dot\r\nend\r\n", delivered);
        Assert.Single(_sandbox.Mailbox("carol@elsewhere.example").Messages);
        Assert.Empty(_sandbox.Mailbox("carol").Messages);
    }

    [Fact]
    public void ExtensionsFitTheStateOfTheConnection()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort);
        var clear = client.AskSmtp("EHLO c");
        Assert.Equal(["250-mail.sandbox.test greets c", "250-PIPELINING", "250-SIZE 52428800", "250-8BITMIME", "250-SMTPUTF8",
            "250-ENHANCEDSTATUSCODES", "250-CHUNKING", "250-DSN", "250-LIMITS MAILMAX=100000 RCPTMAX=1000", "250-STARTTLS",
            "250 AUTH PLAIN LOGIN"], clear);

        Assert.StartsWith("220 ", client.Ask("STARTTLS"));
        client.Encrypt(_sandbox);
        Assert.StartsWith("503 ", client.Ask("MAIL FROM:<a@b.test>"));
        var encrypted = client.AskSmtp("EHLO c");
        Assert.DoesNotContain(encrypted, l => l.Contains("STARTTLS"));
        Assert.Contains("250-REQUIRETLS", encrypted);
        Assert.StartsWith("503 5.5.1 Already encrypted", client.Ask("STARTTLS"));
    }

    [Fact]
    public void ImplicitTlsWorksFromTheFirstOctet()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpsPort, out var greeting, tls: true);
        Assert.StartsWith("220 ", greeting);
        client.AskSmtp("EHLO c");
        client.Send("MAIL FROM:<>\r\nRCPT TO:<alice@sandbox.test>\r\nDATA\r\n");
        Assert.StartsWith("250 ", client.ReadLine());
        Assert.StartsWith("250 ", client.ReadLine());
        Assert.StartsWith("354 ", client.ReadLine());
        Assert.StartsWith("250 ", client.Ask("."));
        Assert.True(Assert.Single(_sandbox.Accepted).IsEncrypted);
    }

    [Fact]
    public void WhatIsPipelinedBehindStartTlsEndsTheConnection()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort);
        client.AskSmtp("EHLO c");
        client.Send("STARTTLS\r\nMAIL FROM:<mallory@example.com>\r\n");
        Assert.Equal("220 2.0.0 Begin TLS\r\n", client.ReadToEnd());
    }

    [Theory]
    [InlineData("alice", "secret", true)]
    [InlineData("alice@sandbox.test", "secret", true)]
    [InlineData("ALICE", "secret", true)]
    [InlineData("alice", "Secret", false)]
    [InlineData("bob", "secret", false)]
    [InlineData("", "", false)]
    public void PlainAndLoginCheckTheCredential(string user, string password, bool good)
    {
        var plain = Base64($"\0{user}\0{password}");
        string[] expected = good ? ["235 2.7.0 Authentication succeeded"] : ["535 5.7.8 Authentication credentials invalid"];

        using (var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort))
        {
            client.AskSmtp("EHLO c");
            Assert.Equal(expected, client.AskSmtp("AUTH PLAIN " + plain));
        }

        using (var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort))
        {
            client.AskSmtp("EHLO c");
            Assert.Equal("334 ", client.Ask("AUTH plain"));
            Assert.Equal(expected, client.AskSmtp(plain));
        }

        using (var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort))
        {
            client.AskSmtp("EHLO c");
            Assert.Equal("334 " + Base64("Username:"), client.Ask("AUTH LOGIN"));
            Assert.Equal("334 " + Base64("Password:"), client.Ask(Base64(user)));
            Assert.Equal(expected, client.AskSmtp(Base64(password)));
        }

        using (var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort))
        {
            client.AskSmtp("EHLO c");
            if (user.Length == 0)
                return;
            Assert.Equal("334 " + Base64("Password:"), client.Ask("AUTH LOGIN " + Base64(user)));
            Assert.Equal(expected, client.AskSmtp(Base64(password)));
        }
    }

    [Theory]
    [InlineData("NONSENSE", "500 5.5.2")]
    [InlineData("", "500 5.5.2")]
    [InlineData("EHLO", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.test>", "503 5.5.1")]
    [InlineData("RCPT TO:<a@b.test>", "503 5.5.1")]
    [InlineData("DATA", "503 5.5.1")]
    [InlineData("AUTH PLAIN AGEAYQ==", "503 5.5.1")]
    [InlineData("HELO c|AUTH PLAIN AGEAYQ==", "503 5.5.1")]
    [InlineData("HELO c|MAIL FROM:<a@b.test> SIZE=1", "555 5.5.4")]
    [InlineData("EHLO c|AUTH NTLM", "504 5.5.4")]
    [InlineData("EHLO c|AUTH PLAIN ???", "501 5.5.2")]
    [InlineData("EHLO c|AUTH PLAIN|*", "501 5.7.0")]
    [InlineData("EHLO c|AUTH PLAIN =", "535 5.7.8")]
    [InlineData("EHLO c|AUTH PLAIN AGFsaWNlAHNlY3JldA==|AUTH PLAIN AGFsaWNlAHNlY3JldA==", "503 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:a@b.test", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test>x", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a\rb@b.test>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL TO:<a@b.test>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<nobody>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<@b.test>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a b@b.test>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<\"a b>\"@b.test>", "250 2.1.0")]
    [InlineData("EHLO c|MAIL FROM:<@r.test,@s.test:a@b.test>", "250 2.1.0")]
    [InlineData("EHLO c|MAIL FROM: <a@[IPv6:::1]>", "250 2.1.0")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test> SIZE=52428801", "552 5.3.4")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test> SIZE=-1", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test> BODY=9BIT", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<a@b.test> MAGIC", "555 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<ä@b.test>", "553 5.6.7")]
    [InlineData("EHLO c|MAIL FROM:<ä@b.test> SMTPUTF8|RCPT TO:<ö@b.test>", "250 2.1.5")]
    [InlineData("EHLO c|MAIL FROM:<>|MAIL FROM:<>", "503 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:<>|DATA", "554 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<>", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<Postmaster>", "250 2.1.5")]
    [InlineData("EHLO c|MAIL FROM:<> RET=HDRS ENVID=x|RCPT TO:<a@b.test> NOTIFY=NEVER ORCPT=rfc822;a@b.test", "250 2.1.5")]
    [InlineData("EHLO c|MAIL FROM:<> REQUIRETLS", "555 5.5.4")]
    [InlineData("EHLO c|BDAT x", "501 5.5.4")]
    [InlineData("EHLO c|BDAT 0 LAST", "503 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:<>|BDAT 0 LAST", "554 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<a@b.test>|BDAT 0", "250 2.0.0")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<a@b.test>|BDAT 0 LAST", "250 2.0.0")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<a@b.test> MAGIC=7", "555 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<>|RCPT TO:<a@b.test>|DATA x", "501 5.5.4")]
    [InlineData("EHLO c|MAIL FROM:<>|RSET|RCPT TO:<a@b.test>", "503 5.5.1")]
    [InlineData("EHLO c|MAIL FROM:<>|EHLO c|RCPT TO:<a@b.test>", "503 5.5.1")]
    [InlineData("EHLO c|STARTTLS now", "501 5.5.4")]
    [InlineData("VRFY alice", "252 2.5.2")]
    [InlineData("noop", "250 2.0.0")]
    public void EachReplyFitsStateAndSyntax(string commands, string last)
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort);
        var reply = commands.Split('|').Select(client.AskSmtp).ToArray()[^1];
        Assert.StartsWith(last + " ", reply[^1]);
    }

    [Fact]
    public void CommandsWithBareLineFeedsAreRefused()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort);
        client.Send("EHLO c\nNOOP\r\n");
        Assert.StartsWith("500 5.5.2", client.ReadLine());
        Assert.StartsWith("250 2.0.0", client.ReadLine());
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n.\r")]
    [InlineData("\0.\r\n")]
    public void OnlyCrlfDotCrlfEndsAMessage(string sequence)
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.SmtpPort);
        client.AskSmtp("EHLO c");
        client.Ask("MAIL FROM:<>");
        client.Ask("RCPT TO:<alice@sandbox.test>");
        client.Ask("DATA");
        Assert.StartsWith("250 2.0.0 Queued", client.Ask($"A{sequence}QUIT\r\n."));
        Assert.Equal($"A{sequence}QUIT\r\n".Replace("\r\n.", "\r\n"), Encoding.ASCII.GetString(Assert.Single(_sandbox.Accepted).Octets));
    }

    [Fact]
    public void AMessageBeyondTheLimitIsReadAndRefused()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumMessageSize = 1000 });
        using var client = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        client.AskSmtp("EHLO c");
        client.Ask("MAIL FROM:<>");
        client.Ask("RCPT TO:<alice@sandbox.test>");
        client.Ask("DATA");
        Assert.StartsWith("552 5.3.4", client.Ask(new string('x', 1001) + "\r\n."));
        Assert.StartsWith("250 ", client.Ask("NOOP"));
        Assert.Empty(sandbox.Accepted);
    }

    [Fact]
    public void OptionsCloseTheDoors()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions
        {
            Users = { ["alice"] = "secret" },
            RequireTls = true,
            RequireAuthentication = true,
            RejectUnknownRecipients = true,
            MaximumRecipients = 1,
        });
        using var client = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        Assert.DoesNotContain(client.AskSmtp("EHLO c"), l => l.Contains("AUTH"));
        Assert.StartsWith("538 5.7.11", client.Ask("AUTH PLAIN AGFsaWNlAHNlY3JldA=="));
        Assert.StartsWith("530 5.7.0 STARTTLS", client.Ask("MAIL FROM:<>"));
        client.Ask("STARTTLS");
        client.Encrypt(sandbox);
        client.AskSmtp("EHLO c");
        Assert.StartsWith("530 5.7.0 Auth", client.Ask("MAIL FROM:<>"));
        Assert.StartsWith("235 ", client.Ask("AUTH PLAIN AGFsaWNlAHNlY3JldA=="));
        Assert.StartsWith("250 ", client.Ask("MAIL FROM:<>"));
        Assert.StartsWith("550 5.1.1", client.Ask("RCPT TO:<bob@sandbox.test>"));
        Assert.StartsWith("250 ", client.Ask("RCPT TO:<alice@sandbox.test>"));
        Assert.StartsWith("452 4.5.3", client.Ask("RCPT TO:<alice@sandbox.test>"));
        client.Ask("DATA");
        client.Ask(".");
        Assert.Equal("alice", Assert.Single(sandbox.Accepted).AuthenticatedUser);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
