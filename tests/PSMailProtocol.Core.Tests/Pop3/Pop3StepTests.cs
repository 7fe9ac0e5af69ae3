using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>
/// Servers that do not double the dot of a line that is one: what they say then belongs to no command, and nothing that was
/// read counts as whole.
/// </summary>
public class Pop3StepTests
{
    private const string Plain = "+OK\r\nSubject: whole\r\n\r\nx\r\n.\r\n";
    private const string Farewell = "+OK bye\r\n";

    /// <summary>
    /// What a server says to RETR 1 and 2 and to QUIT, and how the reading ends. The sizes that it announces are 20 octets,
    /// less than any message has, but for rows that begin with "short".
    /// </summary>
    private static readonly string[][] Table =
    [
        ["plain", Plain, Plain, Farewell, "whole,whole, at peace"],
        ["plain", Plain, Plain, "", "whole,whole, at peace"],
        ["plain", Plain, Plain, "-ERR not all is well\r\n", "whole,whole, at peace"],
        ["plain", Plain, "-ERR gone\r\n", Farewell, "whole,MessageNotFound, at peace"],
        ["short", Plain, Plain, Farewell, "whole,whole, at peace"],
        ["text", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\nbelow\r\n.\r\n", Plain, Farewell, "out of step"],
        ["blank", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n\r\n.\r\n", Plain, Farewell, "out of step"],
        ["dots", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n.\r\n", Plain, Farewell, "out of step"],
        ["reply", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n+OK text\r\nSubject: forged\r\n\r\nbelow\r\n.\r\n", Plain, Farewell,
            "out of step"],
        ["refusal", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n-ERR text\r\n.\r\n", Plain, Farewell, "out of step"],
        ["last", Plain, "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\nbelow\r\n.\r\n", Farewell, "out of step"],
        ["last reply", Plain, "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n+OK text\r\n", Farewell, "out of step"],
        ["short reply", "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\n+OK text\r\nSubject: forged\r\n\r\nbelow\r\n.\r\n", Plain, Farewell,
            "out of step"],
        ["short last", Plain, "+OK\r\nSubject: cut\r\n\r\nabove\r\n.\r\nbelow\r\n.\r\n", Farewell, "out of step"],
        ["no reply", Plain, "Subject: what\r\n\r\n.\r\n", Farewell, "out of step"],
        ["no goodbye", Plain, Plain, "text\r\n", "out of step"],
        ["two goodbyes", Plain, Plain, "+OK text\r\n+OK bye\r\n", "out of step"],
    ];

    public static IEnumerable<object[]> Rows => Deliveries.Times(
        from row in Table from pipelining in new[] { false, true } select new object[] { pipelining, row[0], row[1], row[2],
            row[3], row[4] });

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_no_command_asked_for_ends_the_reading(Delivery delivery, bool pipelining, string kind, string first, string second,
        string quit, string outcome)
    {
        var peer = new AnsweringPeer(
            command => command switch
            {
                "CAPA" => pipelining ? "+OK\r\nPIPELINING\r\n.\r\n" : "-ERR\r\n",
                "RETR 1" => first,
                "RETR 2" => second,
                "QUIT" => quit,
                _ => "+OK\r\n",
            },
            delivery: delivery);
        var seen = "";
        try
        {
            using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
            session.ReadGreeting();
            session.ReadCapabilities();
            var fetch = session.BeginFetch();
            foreach (var number in new[] { 1, 2 })
                fetch.Add(new Pop3Entry(number, kind.StartsWith("short", StringComparison.Ordinal) ? 1000 : 20, null));
            while (fetch.Read() is { } fetched)
                seen += (fetched.Mail?.Subject() ?? fetched.Failure!.Error.Id) + ",";
            session.Leave();
            seen += " at peace";
        }
        catch (Pop3OutOfStepException e)
        {
            Assert.Same(MailErrors.ProtocolViolation, e.Error);
            if (delivery == Delivery.Whole && !pipelining)
                Assert.DoesNotContain("cut", seen);
            if (!pipelining && kind.StartsWith("short", StringComparison.Ordinal))
                Assert.DoesNotContain("forged", seen);
            seen = "out of step";
        }

        Assert.Equal(outcome, seen);
    }

    /// <summary>A server that has waited for long enough says so and closes, which proves nothing against what was read.</summary>
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_farewell_before_the_next_command_is_one(Delivery delivery)
    {
        var peer = new AnsweringPeer(command => command == "RETR 2" ? "" : command == "RETR 1"
            ? Plain + "-ERR Disconnected for inactivity\r\n"
            : "-ERR\r\n", delivery: delivery);
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();
        var fetch = session.BeginFetch();
        fetch.Add(new Pop3Entry(1, 10, null));
        fetch.Add(new Pop3Entry(2, 10, null));

        var failure = Assert.ThrowsAny<MailException>(() =>
        {
            while (fetch.Read() is { Failure: { } refused })
                throw refused;
            while (fetch.Read() is { Failure: { } refused })
                throw refused;
        });

        Assert.IsNotType<Pop3OutOfStepException>(failure);
        Assert.Contains("Disconnected for inactivity", failure.Message);
    }

    /// <summary>Through a socket, in clear and inside TLS: the sandbox leaves dots as they are.</summary>
    [Theory]
    [InlineData(TlsMode.None, true)]
    [InlineData(TlsMode.None, false)]
    [InlineData(TlsMode.Implicit, true)]
    [InlineData(TlsMode.Implicit, false)]
    public void A_message_with_a_lone_dot_is_not_read_from_a_server_that_leaves_dots(TlsMode tls, bool pipelining)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.LeaveDots("RETR"));
        if (!pipelining)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "PIPELINING"));
        sandbox.Mailbox("alice").Deliver("Subject: plain\r\n\r\nx\r\n"u8.ToArray());
        sandbox.Mailbox("alice").Deliver("Subject: cut\r\n\r\nabove\r\n.\r\n+OK text\r\nSubject: forged\r\n\r\nbelow\r\n"u8.ToArray());
        var account = new MailAccount(sandbox.Host, tls == TlsMode.None ? sandbox.Pop3Port : sandbox.Pop3sPort, tls,
            new NetworkCredential("alice", "x"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };

        Assert.Throws<Pop3OutOfStepException>(() =>
        {
            using var session = Pop3Session.Open(account, default);
            var fetch = session.BeginFetch();
            foreach (var entry in session.ReadListing())
                fetch.Add(entry);
            while (fetch.Read() is not null)
            {
            }

            session.Leave();
        });
    }

    /// <summary>What lies unread before QUIT may be the answer to a DELE that was taken for another's, so nothing is committed.</summary>
    [Theory]
    [InlineData("+OK\r\n+OK\r\n")]
    [InlineData("+OK\r\ntext\r\n")]
    [InlineData("text\r\n")]
    public void Removing_ends_before_QUIT_where_answers_are_out_of_step(string answer)
    {
        var peer = new AnsweringPeer(command => command switch { "UIDL" => "+OK\r\n1 a\r\n.\r\n", "DELE 1" => answer, _ => "+OK\r\n" });
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();

        var removal = Assert.Single(session.RemoveAndQuit(["a"]));

        Assert.True(removal is { Removed: false, Committed: false, IsUncertain: false });
        Assert.Contains("Nothing was removed", removal.Failure!.Message);
        Assert.DoesNotContain("QUIT", peer.Heard);
    }

    /// <summary>Answers to LIST, UIDL and STAT by which servers say that there is nothing, and what else they can mean.</summary>
    [Theory]
    [InlineData("-ERR no messages", "-ERR no messages", "+OK 0 0", "")]
    [InlineData("-ERR no messages", "+OK\r\n.", "+OK 0 0", "")]
    [InlineData("-ERR no messages", "-ERR no messages", "+OK 0", "")]
    [InlineData("-ERR no messages", "-ERR no messages", "+OK\t0\t0", "")]
    [InlineData("-ERR no", "-ERR no", "+OK 2 30", "CommandRejected")]
    [InlineData("-ERR no", "-ERR no", "-ERR no", "CommandRejected")]
    [InlineData("-ERR [SYS/TEMP] no", "-ERR no", "+OK 0 0", "ServerTemporarilyUnable")]
    public void An_empty_maildrop_is_one_however_the_server_says_so(string list, string uidl, string stat, string error)
    {
        foreach (var pipelining in new[] { false, true })
        {
            string Outcome(Action<Pop3Session> read)
            {
                var peer = new AnsweringPeer(command => command switch
                {
                    "CAPA" => pipelining ? "+OK\r\nPIPELINING\r\n.\r\n" : "-ERR\r\n",
                    "LIST" => list + "\r\n",
                    "UIDL" => uidl + "\r\n",
                    "STAT" => stat + "\r\n",
                    _ => "+OK\r\n",
                });
                using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
                session.ReadGreeting();
                session.ReadCapabilities();
                try
                {
                    read(session);
                    return "";
                }
                catch (MailException e)
                {
                    return e.Error.Id;
                }
            }

            Assert.Equal(error, Outcome(session => Assert.Empty(session.ReadListing())));
            Assert.Equal(error, Outcome(session => Assert.Empty(session.List())));
            if (uidl[0] == '-' && !list.Contains('['))
                Assert.Equal(error.Length == 0 ? "UidNotFound" : "DeleteNotCommitted",
                    Outcome(session => throw Assert.Single(session.RemoveAndQuit(["a"])).Failure!));
        }
    }

    /// <summary>The size that STAT gives, with the sizes of LIST for where it gives none.</summary>
    [Theory]
    [InlineData("+OK 2 30", "2 30")]
    [InlineData("+OK  2  30 octets", "2 30")]
    [InlineData("+OK\t2\t30", "2 30")]
    [InlineData("+OK 2 -1932735283", "2 4294967306")]
    [InlineData("+OK 2 -1", "2 4294967306")]
    [InlineData("+OK 2", "ProtocolViolation")]
    [InlineData("+OK -2 30", "ProtocolViolation")]
    [InlineData("+OK two 30", "ProtocolViolation")]
    public void STAT_with_a_size_below_zero_is_added_up_from_LIST(string stat, string expected)
    {
        var peer = new AnsweringPeer(
            command => command switch { "STAT" => stat + "\r\n", "LIST" => "+OK\r\n1 10\r\n2 4294967296\r\n.\r\n", _ => "+OK\r\n" });
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();
        string outcome;
        try
        {
            var status = session.Stat();
            outcome = $"{status.Count} {status.Size}";
        }
        catch (MailException e)
        {
            Assert.Contains("STAT", e.Message);
            outcome = e.Error.Id;
        }

        Assert.Equal(expected, outcome);
    }
}
