using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>What real servers say against the RFC, and what hostile ones say against us, whole, by line and by byte.</summary>
[Collection(nameof(ProcessMemory))]
public class Pop3QuirkTests
{
    private static readonly string LongUid = new('u', 500);

    /// <summary>Answers to LIST and UIDL, and what is made of them: rows, or the error.</summary>
    public static IEnumerable<object[]> Listings => Deliveries.Times(
    [
        ["+OK\r\n.\r\n", "+OK\r\n.\r\n", ""],
        ["+OK\r\n1 10\r\n.\r\n", "+OK\r\n1 a\r\n.\r\n", "1 10 a"],
        ["+OK\n1 10\n.\n", "+OK\n1 a\n.\n", "1 10 a"],
        ["+ok\r\n1 10 octets\r\n.\r\n", "+Ok list\r\n1  a\r\n.\r\n", "1 10 a"],
        ["+OK\r\n2 20\r\n1 10\r\n.\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n", "1 10 a,2 20 b"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR unknown command\r\n", "1 10 -"],
        ["+OK\r\n1 10\r\n2 20\r\n.\r\n", "+OK\r\n2 b\r\n9 z\r\n.\r\n", "1 10 -,2 20 b"],
        ["+OK\r\n1 10\r\n.\r\n", "+OK\r\n1 with a space\r\n.\r\n", "1 10 with a space"],
        ["+OK\r\n1 10\r\n.\r\n", $"+OK\r\n1 {LongUid}\r\n.\r\n", $"1 10 {LongUid}"],
        ["+OK\r\n1 10\r\n2 20\r\n.\r\n", "+OK\r\n1 \u0007\u001b]0;x\r\n2 \u007f!~\r\n.\r\n", "1 10 \u0007\u001b]0;x,2 20 \u007f!~"],
        ["+OK\r\n1 10\r\n.\r\n", "+OK\r\n1 \u00c3\u00a4\r\n.\r\n", "1 10 \u00e4"],
        ["+OK\r\n1 999999999999\r\n.\r\n", "+OK\r\n1 a\r\n.\r\n", "1 999999999999 a"],
        ["-ERR [SYS/TEMP] later\r\n", "", "ServerTemporarilyUnable"],
        ["-ERR no\r\n", "-ERR no\r\n", "CommandRejected"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [SYS/PERM] never\r\n", "ServerUnable"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [SYS/TEMP] not now\r\n", "ServerTemporarilyUnable"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [IN-USE] locked\r\n", "MaildropInUse"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [mail.example.com] Unknown command\r\n", "1 10 -"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [UNSUPPORTED]\r\n", "1 10 -"],
        ["+OK\r\n1 10\r\n.\r\n", "-ERR [] what\r\n", "1 10 -"],
        ["+OK\r\n1 10\r\n2 20\r\n3 30\r\n.\r\n", "+OK\r\n1 a\r\n2 \r\n3 c\r\n.\r\n", "1 10 a,2 20 -,3 30 c"],
        ["+OK\r\n1 10\r\n2 20\r\n.\r\n", "+OK\r\n1 a\r\n2\r\n.\r\n", "1 10 a,2 20 -"],
        ["+OK\r\n1\r\n.\r\n", "", "ProtocolViolation"],
        ["+OK\r\n1 10\r\n.\r\n", "+OK\r\nnone\r\n.\r\n", "ProtocolViolation"],
        ["+OK\r\n0 10\r\n.\r\n", "", "ProtocolViolation"],
        ["+OK\r\n1 -10\r\n2 -1\r\n.\r\n", "-ERR\r\n", "1 4294967286 -,2 0 -"],
        ["+OK\r\n1 -3000000000\r\n.\r\n", "", "ProtocolViolation"],
        ["+OK\r\n\r\n1\t10\r\n \r\n 2  20\toctets\r\n\t\r\n.\r\n", "+OK\r\n1\ta\r\n\r\n\t2 \tb c \r\n.\r\n", "1 10 a,2 20 b c"],
        ["+OK\r\n1 99999999999999999999\r\n.\r\n", "", "ProtocolViolation"],
        ["* OK\r\n", "", "ProtocolViolation"],
        ["+OK\r\n1 10\r\n", "", "ConnectionLost"],
        ["+OK\r\n1 10", "", "ConnectionLost"],
        ["", "", "ConnectionLost"],
    ]);

    [Theory]
    [MemberData(nameof(Listings))]
    public void Listings_are_read_as_they_are_meant_or_refused_by_name(Delivery delivery, string list, string uidl, string expected)
    {
        var peer = uidl.Length == 0
            ? new ScriptedPeer(delivery, "", ("LIST\r\n", list))
            : new ScriptedPeer(delivery, "", ("LIST\r\n", list), ("UIDL\r\n", uidl), ("STAT\r\n", "-ERR no\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));

        string outcome;
        try
        {
            outcome = string.Join(",", session.ReadListing().Select(entry => $"{entry.Number} {entry.Size} {entry.Uid ?? "-"}"));
        }
        catch (MailException e)
        {
            outcome = e.Error.Id;
        }

        Assert.Equal(expected, outcome);
    }

    /// <summary>Capability lines, and what they say.</summary>
    [Theory]
    [InlineData("EXPIRE 30", 30, false, null)]
    [InlineData("EXPIRE 0", 0, false, null)]
    [InlineData("EXPIRE 5 USER", 5, false, null)]
    [InlineData("EXPIRE NEVER", null, true, null)]
    [InlineData("expire never", null, true, null)]
    [InlineData("EXPIRENEVER", null, false, null)]
    [InlineData("EXPIRE", null, false, null)]
    [InlineData("EXPIRE -1", null, false, null)]
    [InlineData("EXPIRE 99999999999", null, false, null)]
    [InlineData("LOGIN-DELAY 900", null, false, 900)]
    [InlineData("LOGIN-DELAY 900 USER", null, false, 900)]
    [InlineData("LOGIN-DELAY\t900 ", null, false, 900)]
    [InlineData("LOGIN-DELAY soon", null, false, null)]
    public void Capabilities_are_shown_as_far_as_they_make_sense(string line, int? expireDays, bool neverExpires, int? loginDelay)
    {
        var capabilities = Pop3Capabilities.FromLines([line]);

        Assert.Equal((expireDays, neverExpires, loginDelay),
            (capabilities.ExpireDays, capabilities.NeverExpires, capabilities.LoginDelaySeconds));
        Assert.Equal([line], capabilities.Lines);
    }

    [Theory]
    [InlineData("+OK\r\n", true)]
    [InlineData("-ERR no\r\n", false)]
    public void UTF8_is_said_where_it_is_offered_and_its_refusal_is_no_failure(string reply, bool isUtf8)
    {
        var peer = new ScriptedPeer(Delivery.ByByte, "", ("CAPA\r\n", "+OK\r\nUTF8 USER\r\n.\r\n"), ("UTF8\r\n", reply),
            ("NOOP\r\n", "+OK\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));
        session.ReadCapabilities();

        session.EnableUtf8();
        session.Noop();

        Assert.Equal(isUtf8, session.IsUtf8);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void Ten_thousand_messages_that_nobody_keeps_leave_no_more_behind_than_a_thousand()
    {
        var body = new string('x', 2000);
        var peer = new AnsweringPeer(
            command => command == "CAPA" ? "+OK\r\nPIPELINING\r\n.\r\n" : $"+OK\r\nSubject: {command}\r\n\r\n{body}\r\n.\r\n");
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));
        session.ReadGreeting();
        session.ReadCapabilities();
        peer.Heard.Capacity = 20_000;
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 10_000; number++)
            fetch.Add(new Pop3Entry(number, 2000, null));

        for (var number = 1; number <= 1000; number++)
            Assert.NotNull(fetch.Read()!.Mail);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        while (fetch.Read() is not null)
        {
        }

        // A tenth of what the other nine thousand had.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 9000 * 2100 / 10);
        GC.KeepAlive(session);
    }

    [Fact]
    public void A_sandbox_that_renews_its_unique_ids_leaves_old_ones_without_a_message()
    {
        using var sandbox = MailSandbox.Start();
        var old = sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: 1\r\n\r\n")).UniqueId;
        sandbox.Mailbox("alice").RenewUniqueIds();
        var account = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new System.Net.NetworkCredential("alice", "x"));

        var removal = Assert.Single(Pop3Session.Open(account, default).RemoveAndQuit([old]));

        Assert.Same(MailErrors.UidNotFound, removal.Failure!.Error);
        Assert.True(removal is { Committed: true, Removed: false });
        Assert.NotEqual(old, Assert.Single(sandbox.Mailbox("alice").Messages).UniqueId);
    }
}
