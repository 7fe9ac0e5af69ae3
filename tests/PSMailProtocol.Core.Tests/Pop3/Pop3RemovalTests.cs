using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

public class Pop3RemovalTests
{
    private const string Ok = "+OK\r\n";

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Numbers_are_those_of_this_session_and_QUIT_makes_it_real(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "", ("UIDL\r\n", "+OK\r\n1 c\r\n2 a\r\n3 b\r\n.\r\n"), ("DELE 2\r\n", Ok), ("DELE 1\r\n", Ok),
            ("QUIT\r\n", Ok));

        var removals = Session(peer).RemoveAndQuit(["a", "c", "a"]);

        Assert.Equal(["a", "c"], removals.Select(r => r.Uid));
        Assert.All(removals, r => Assert.True(r is { Removed: true, Committed: true, Failure: null }));
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_that_renumbers_at_each_DELE_loses_no_other_message(bool pipelining)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Renumber());
        if (!pipelining)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "PIPELINING"));
        for (var i = 1; i <= 6; i++)
            sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n"), uniqueId: $"u{i}");
        var account = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new NetworkCredential("alice", "x"));

        var removals = Pop3Session.Open(account, default).RemoveAndQuit(["u2", "u1", "u5"]);

        Assert.Equal(["u2", "u1", "u5"], removals.Select(removal => removal.Uid));
        Assert.All(removals, removal => Assert.True(removal.Removed));
        Assert.Equal(["u3", "u4", "u6"], sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId));
    }

    [Fact]
    public void A_missing_and_a_doubled_UID_concern_themselves_alone()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("UIDL\r\n", "+OK\r\n1 twin\r\n2 a\r\n3 twin\r\n.\r\n"), ("DELE 2\r\n", Ok),
            ("QUIT\r\n", Ok));

        var removals = Session(peer).RemoveAndQuit(["gone", "twin", "a"]);

        Assert.Equal(["UidNotFound", "DuplicateUid", null], removals.Select(r => r.Failure?.Error.Id));
        Assert.Equal([false, false, true], removals.Select(r => r.Removed));
    }

    [Fact]
    public void A_refused_DELE_concerns_its_message_alone()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("UIDL\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n"), ("DELE 2\r\n", "-ERR locked\r\n"),
            ("DELE 1\r\n", Ok), ("QUIT\r\n", Ok));

        var removals = Session(peer).RemoveAndQuit(["a", "b"]);

        Assert.Equal([true, false], removals.Select(r => r.Removed));
        Assert.Equal("CommandRejected", removals[1].Failure!.Error.Id);
    }

    [Theory]
    [InlineData("-ERR some deleted messages not removed\r\n", "does not say which")]
    [InlineData("", "may be gone or still there")]
    public void Nothing_is_called_removed_unless_QUIT_is_confirmed(string quit, string says)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("UIDL\r\n", "+OK\r\n1 a\r\n.\r\n"), ("DELE 1\r\n", Ok), ("QUIT\r\n", quit));

        var removal = Assert.Single(Session(peer).RemoveAndQuit(["a"]));

        Assert.False(removal.Removed);
        Assert.False(removal.Committed);
        Assert.Same(MailErrors.DeleteNotCommitted, removal.Failure!.Error);
        Assert.Contains(says, removal.Failure.Message);
    }

    [Fact]
    public void A_connection_lost_before_QUIT_removed_nothing()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("UIDL\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n"), ("DELE 2\r\n", Ok), ("DELE 1\r\n", ""));

        var removals = Session(peer).RemoveAndQuit(["a", "b"]);

        Assert.All(removals, r => Assert.False(r.Removed || r.Committed));
        Assert.All(removals, r => Assert.Contains("Nothing was removed", r.Failure!.Message));
        Assert.DoesNotContain("QUIT", peer.Transcript);
    }

    private static Pop3Session Session(ScriptedPeer peer) => new(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
}
