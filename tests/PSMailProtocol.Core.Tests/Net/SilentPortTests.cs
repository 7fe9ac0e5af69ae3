using System;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Net;

/// <summary>A clear connection on which nothing ever comes may be to a port that speaks TLS from the first octet.</summary>
public class SilentPortTests
{
    [Theory]
    [InlineData(SandboxProtocol.Smtp)]
    [InlineData(SandboxProtocol.Pop3)]
    [InlineData(SandboxProtocol.Imap)]
    public void The_failure_tells_that_nothing_came_in_clear(SandboxProtocol protocol)
    {
        var connection = new MailConnection(new StalledPeer(),
            new MailConnectionOptions { OperationTimeout = TimeSpan.FromMilliseconds(50) }, "mail.test");
        var account = new MailAccount("mail.test", 465, TlsMode.StartTls, new NetworkCredential("alice", "x"));

        var failure = Assert.Throws<NoGreetingException>(() =>
        {
            switch (protocol)
            {
                case SandboxProtocol.Smtp:
                    new SmtpSession(connection).Begin(account, "client.test");
                    break;
                case SandboxProtocol.Pop3:
                    new Pop3Session(connection).Begin(account);
                    break;
                default:
                    new ImapSession(connection).Begin(account);
                    break;
            }
        });

        Assert.Same(MailErrors.OperationTimedOut, failure.Error);
        Assert.True(connection.IsClosed);
    }
}
