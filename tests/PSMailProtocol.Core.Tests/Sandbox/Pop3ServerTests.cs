using System;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

public sealed class Pop3ServerTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "secret" } });

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private RawDialogue LogIn()
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        Assert.Equal("+OK", client.Ask("USER alice"));
        Assert.StartsWith("+OK", client.Ask("PASS secret"));
        return client;
    }

    private SandboxMessage Deliver(string text) => _sandbox.Mailbox("alice").Deliver(Encoding.Latin1.GetBytes(text));

    [Fact]
    public void A_timestamp_invites_APOP_only_where_it_is_offered()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["al ice"] = "s\u00e4sam" }, OfferApop = true });
        var account = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new NetworkCredential("al ice", "s\u00e4sam"))
        {
            Authentication = MailAuthentication.Apop,
        };
        var wrong = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new NetworkCredential("al ice", "sesame"))
        {
            Authentication = MailAuthentication.Apop,
        };

        using (var session = Pop3Session.Open(account, default))
            Assert.Equal("APOP", session.AuthenticationMechanism);
        Assert.Same(MailErrors.AuthenticationFailed, Assert.ThrowsAny<MailException>(() => Pop3Session.Open(wrong, default)).Error);

        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        Assert.Equal("-ERR Unknown command", client.Ask("APOP alice c4c9334bac560ecc979e58001b3e22fb"));
        var hidden = new MailAccount(_sandbox.Host, _sandbox.Pop3Port, TlsMode.None, new NetworkCredential("alice", "secret"))
        {
            Authentication = MailAuthentication.Apop,
        };
        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(() => Pop3Session.Open(hidden, default)).Error);
    }

    [Fact]
    public void A_login_that_comes_too_soon_is_refused_to_its_user_alone()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { LoginDelay = TimeSpan.FromHours(1) });
        MailAccount Account(string user) => new(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new NetworkCredential(user, "x"));

        using (var session = Pop3Session.Open(Account("alice"), default))
        {
            Assert.Equal(3600, session.Capabilities.LoginDelaySeconds);
            session.Leave();
        }

        Assert.Same(MailErrors.LoginDelayed, Assert.ThrowsAny<MailException>(() => Pop3Session.Open(Account("alice"), default)).Error);
        Assert.False(sandbox.Mailbox("alice").IsLocked);
        Pop3Session.Open(Account("bob"), default).Leave();
    }

    [Fact]
    public void ListingsAndMessagesAgree()
    {
        var first = Deliver("Subject: a\r\n\r\n.dot\r\ntwo\r\n");
        var second = Deliver("Subject: b\r\n\r\nno end");
        using var client = LogIn();

        Assert.Equal("+OK 2 47", client.Ask("STAT"));
        Assert.Equal(["1 25", "2 22"], client.AskPop3Lines("LIST"));
        Assert.Equal("+OK 2 22", client.Ask("LIST 2"));
        Assert.Equal([$"1 {first.UniqueId}", $"2 {second.UniqueId}"], client.AskPop3Lines("UIDL"));
        Assert.Equal($"+OK 1 {first.UniqueId}", client.Ask("UIDL 1"));
        Assert.Equal(["Subject: a", "", "..dot", "two"], client.AskPop3Lines("RETR 1"));
        Assert.Equal(["Subject: b", "", "no end"], client.AskPop3Lines("RETR 2"));
        Assert.Equal(["Subject: a", ""], client.AskPop3Lines("TOP 1 0"));
        Assert.Equal(["Subject: a", "", "..dot"], client.AskPop3Lines("TOP 1 1"));
        Assert.Equal(["Subject: a", "", "..dot", "two"], client.AskPop3Lines("TOP 1 9999999999"));
    }

    [Theory]
    [InlineData("a\n.\nb\r\n")]
    [InlineData("a\r\n..\r\n.\r\nb\r\n")]
    [InlineData(".\r\n")]
    [InlineData("a\r.\rb\r\n")]
    public void MessagesKeepTheirOctets(string message)
    {
        Deliver(message);
        using var client = LogIn();
        Assert.Equal($"+OK {message.Length} octets", client.Ask("RETR 1"));
        var body = new StringBuilder();
        while (client.ReadLine() is var line && line != ".")
            body.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        Assert.Equal(message, body.ToString());
    }

    [Fact]
    public void OnlyQuitRemoves()
    {
        Deliver("a");
        var kept = Deliver("b");
        using (var client = LogIn())
        {
            Assert.StartsWith("+OK", client.Ask("DELE 1"));
            Assert.StartsWith("-ERR", client.Ask("RETR 1"));
            Assert.StartsWith("-ERR", client.Ask("DELE 1"));
            Assert.Equal("+OK 1 3", client.Ask("STAT"));
            Assert.StartsWith("+OK", client.Ask("RSET"));
            Assert.Equal("+OK 2 6", client.Ask("STAT"));
            Assert.StartsWith("+OK", client.Ask("DELE 2"));
        }

        Assert.Equal(2, _sandbox.Mailbox("alice").Messages.Count);
        using (var client = LogIn())
        {
            Assert.StartsWith("+OK", client.Ask("DELE 1"));
            Assert.StartsWith("+OK", client.Ask("QUIT"));
            Assert.Null(client.TryReadLine());
        }

        Assert.Same(kept, Assert.Single(_sandbox.Mailbox("alice").Messages));
        using var again = LogIn();
        Assert.Equal([$"1 {kept.UniqueId}"], again.AskPop3Lines("UIDL"));
    }

    [Fact]
    public void OneSessionAtATimeHoldsTheMaildrop()
    {
        using var second = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        using (var first = LogIn())
        {
            second.Ask("USER alice");
            Assert.StartsWith("-ERR [IN-USE]", second.Ask("PASS secret"));
            first.Ask("QUIT");
            second.Ask("USER alice@sandbox.test");
            Assert.StartsWith("+OK", second.Ask("PASS secret"));
        }
    }

    [Fact]
    public void StlsForgetsTheUserAndEncrypts()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        Assert.Contains("STLS", client.AskPop3Lines("CAPA"));
        client.Ask("USER alice");
        Assert.StartsWith("+OK", client.Ask("STLS"));
        client.Encrypt(_sandbox);
        Assert.StartsWith("-ERR USER", client.Ask("PASS secret"));
        Assert.DoesNotContain("STLS", client.AskPop3Lines("CAPA"));
        Assert.StartsWith("-ERR Already", client.Ask("STLS"));
        client.Ask("USER alice");
        Assert.StartsWith("+OK", client.Ask("PASS secret"));
    }

    [Fact]
    public void ImplicitTlsAndSaslPlainWork()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3sPort, tls: true);
        Assert.Equal("+ ", client.Ask("AUTH PLAIN"));
        Assert.StartsWith("+OK 0 messages", client.Ask(Convert.ToBase64String("\0alice\0secret"u8)));
    }

    [Theory]
    [InlineData("USER alice|PASS wrong", "-ERR [AUTH]")]
    [InlineData("USER bob|PASS secret", "-ERR [AUTH]")]
    [InlineData("USER alice|PASS  secret", "-ERR [AUTH]")]
    [InlineData("PASS secret", "-ERR USER")]
    [InlineData("USER", "-ERR Syntax")]
    [InlineData("STAT", "-ERR Not in this state")]
    [InlineData("XYZ", "-ERR Unknown")]
    [InlineData("AUTH NTLM", "-ERR Mechanism")]
    [InlineData("AUTH PLAIN|*", "-ERR Authentication cancelled")]
    [InlineData("AUTH PLAIN AGFsaWNlAHNlY3JldA==", "+OK 0")]
    [InlineData("USER alice|PASS secret|USER alice", "-ERR Not in this state")]
    [InlineData("USER alice|PASS secret|RETR 1", "-ERR No message 1")]
    [InlineData("USER alice|PASS secret|RETR 0", "-ERR No message 0")]
    [InlineData("USER alice|PASS secret|RETR x", "-ERR Give")]
    [InlineData("USER alice|PASS secret|TOP 1", "-ERR Syntax")]
    [InlineData("USER alice|PASS secret|TOP 1 -1", "-ERR Syntax")]
    [InlineData("USER alice|PASS secret|DELE 99999999999999", "-ERR Give")]
    [InlineData("user alice|pass secret|noop", "+OK")]
    public void EachResponseFitsStateAndSyntax(string commands, string last)
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.Pop3Port);
        Assert.StartsWith(last, commands.Split('|').Select(client.Ask).ToArray()[^1]);
    }

    [Fact]
    public void PipelinedCommandsAreAnsweredInOrder()
    {
        for (var i = 0; i < 100; i++)
            Deliver($"n: {i}\r\n\r\n");
        using var client = LogIn();
        client.Send(string.Concat(Enumerable.Range(1, 100).Select(n => $"RETR {n}\r\n")));
        for (var i = 0; i < 100; i++)
        {
            Assert.StartsWith("+OK", client.ReadLine());
            Assert.Equal($"n: {i}", client.ReadLine());
            Assert.Equal("", client.ReadLine());
            Assert.Equal(".", client.ReadLine());
        }
    }
}
