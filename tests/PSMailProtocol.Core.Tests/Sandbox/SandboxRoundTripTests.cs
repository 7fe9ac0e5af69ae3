using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Dns;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>The sandbox and our own clients at one table: a message goes out by SMTP and comes back by POP3 and IMAP.</summary>
public sealed class SandboxRoundTripTests
{
    [Theory]
    [InlineData(TlsMode.None, false)]
    [InlineData(TlsMode.StartTls, false)]
    [InlineData(TlsMode.Implicit, false)]
    [InlineData(TlsMode.StartTls, true)]
    [InlineData(TlsMode.Implicit, true)]
    public void WhatIsSentComesBack(TlsMode tls, bool split)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "secret" } });
        if (split)
        {
            foreach (SandboxProtocol protocol in Enum.GetValues<SandboxProtocol>())
                sandbox.Faults.Add(SandboxFault.SplitWrites(protocol, 3));
        }

        var message = Encoding.UTF8.GetBytes("Subject: round trip\r\n\r\n.dots\r\n..\r\nünïcode\r\n");
        Send(sandbox, tls, message);
        Assert.Equal(tls != TlsMode.None, Assert.Single(sandbox.Accepted).IsEncrypted);

        var delivered = Assert.Single(sandbox.Mailbox("alice").Messages).Octets;
        Assert.Equal(message, delivered[^message.Length..]);
        Assert.Equal(delivered, ReadByImap(sandbox, tls));
        Assert.Equal(delivered, ReadAndRemoveByPop3(sandbox, tls));
        Assert.Empty(sandbox.Mailbox("alice").Messages);
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.Empty(sandbox.InternalFailures);
    }

    [Fact]
    public void TheZoneKnowsTheDomain()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Domain = "corp.example" });
        sandbox.Zone.AddNullMx("silent.example");
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = { sandbox.DnsEndPoint } });
        var exchanger = Assert.Single(resolver.ResolveMailExchangers("corp.example"));
        Assert.Equal("mail.corp.example", exchanger.Exchange);
        Assert.Equal([IPAddress.Loopback], exchanger.IPAddress);
    }

    [Fact]
    public void TheCertificateIsMadeOutToItsHosts()
    {
        using var sandbox = MailSandbox.Start();
        using var client = RawDialogue.Open(sandbox, sandbox.ImapsPort, tls: true);
        foreach (var host in new[] { "localhost", "127.0.0.1", "::1", "sandbox.test", "mail.sandbox.test" })
            Assert.True(sandbox.Certificate.MatchesHostname(host), host);
        Assert.False(sandbox.Certificate.MatchesHostname("example.com"));
    }

    private static MailAccount Account(MailSandbox sandbox, TlsMode tls, int clear, int encrypted) =>
        new(sandbox.Host, tls == TlsMode.Implicit ? encrypted : clear, tls, new NetworkCredential("alice", "secret"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };

    private static void Send(MailSandbox sandbox, TlsMode tls, byte[] message)
    {
        var account = Account(sandbox, tls, sandbox.SmtpPort, sandbox.SmtpsPort);
        using var session = SmtpSession.Open(account, "client.test", CancellationToken.None);
        var envelope = new SmtpEnvelope(new("", "bob", "example.com"), [new("", "alice", "sandbox.test")]);
        var delivery = session.Send(envelope, s => s.Write(message, 0, message.Length), message.Length);
        Assert.Equal(SmtpDeliveryStatus.Accepted, delivery.Status);
        Assert.Equal("alice", sandbox.Accepted[0].AuthenticatedUser);
        session.Quit();
    }

    private static byte[] ReadByImap(MailSandbox sandbox, TlsMode tls)
    {
        using var session = ImapSession.Open(Account(sandbox, tls, sandbox.ImapPort, sandbox.ImapsPort), CancellationToken.None);
        Assert.Equal(1, session.Examine("INBOX").Exists);
        var uids = session.Search(new ImapSearchCriteria { Subject = ["round"], Text = ["ünï"], Seen = false });
        var content = Assert.Single(session.FetchMessages(uids)).Mail!.ToArray();
        session.Logout();
        return content;
    }

    private static byte[] ReadAndRemoveByPop3(MailSandbox sandbox, TlsMode tls)
    {
        using var session = Pop3Session.Open(Account(sandbox, tls, sandbox.Pop3Port, sandbox.Pop3sPort), CancellationToken.None);
        var uid = Assert.Single(session.Uidl()).Value;
        using var content = new MemoryStream();
        session.Retrieve(1, content);
        Assert.Equal(content.Length, session.List()[1]);
        var removal = Assert.Single(session.RemoveAndQuit([uid]));
        Assert.True(removal.Committed);
        return content.ToArray();
    }
}
