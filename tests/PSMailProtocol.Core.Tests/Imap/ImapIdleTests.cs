using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>Waiting for changes of a mailbox, by a time that passes only where it is waited for.</summary>
public class ImapIdleTests
{
    private const string Selected = "* 2 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 12] x\r\n{tag} OK [READ-ONLY] done\r\n";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>What the server says while the client is idle, and whether that is a change.</summary>
    public static IEnumerable<object[]> Words => Deliveries.Times(new (string Said, bool IsChange)[]
    {
        ("* 3 EXISTS\r\n", true),
        ("* 2 EXISTS\r\n", false),
        ("* 1 RECENT\r\n", false),
        ("* 1 EXPUNGE\r\n", true),
        ("* VANISHED 11\r\n", true),
        ("* 2 FETCH (FLAGS (\\Seen))\r\n", true),
        ("* 2 FETCH (UID 11 FLAGS (\\Seen))\r\n", true),
        ("* OK Still here\r\n", false),
        ("* OK [ALERT] look\r\n", false),
        ("* NO warning\r\n", false),
        ("* FLAGS (\\Seen)\r\n", false),
        ("* X-NEW {5}\r\n3 EXI\r\n", false),
        ("* OK Still here\r\n* 3 EXISTS\r\n* 1 RECENT\r\n", true),
    }.Select(row => new object[] { row.Said, row.IsChange }));

    [Theory]
    [MemberData(nameof(Words))]
    public void What_others_do_ends_the_wait_and_what_the_server_says_else_does_not(Delivery delivery, string said, bool isChange)
    {
        var server = new Server(delivery);
        using var session = server.Open();
        server.Clock.At(Minute, () => server.Peer.Say(said));

        Assert.Equal(isChange, session.WaitForChange(session.Changes, Minute * 2, Interval));

        Assert.Equal(isChange ? Minute : Minute * 2, server.Clock.Now);
        Assert.Equal(["IDLE", "DONE"], server.Said);
        session.Noop();
    }

    [Fact]
    public void What_was_told_before_the_wait_is_not_waited_for()
    {
        var server = new Server();
        using var session = server.Open();
        var known = session.Changes;
        server.Peer.Say("* 3 EXISTS\r\n");
        session.Noop();

        Assert.True(session.WaitForChange(known, Minute, Interval));
        Assert.False(session.WaitForChange(session.Changes, TimeSpan.Zero, Interval));

        Assert.Equal(["NOOP"], server.Said);
        Assert.Equal(TimeSpan.Zero, server.Clock.Now);
    }

    [Fact]
    public void What_the_server_says_before_it_lets_us_idle_and_after_DONE_counts_as_well()
    {
        var server = new Server();
        using var session = server.Open();
        server.Answers["IDLE"] = "* 3 EXISTS\r\n+ idling\r\n";
        Assert.True(session.WaitForChange(session.Changes, Minute, Interval));

        server.Answers["IDLE"] = "+ idling\r\n";
        server.Answers["DONE"] = "* 4 EXISTS\r\n{tag} OK done\r\n";
        Assert.True(session.WaitForChange(session.Changes, Minute, Interval));

        Assert.Equal(["IDLE", "DONE", "IDLE", "DONE"], server.Said);
        Assert.Equal(4, session.Mailbox!.Exists);
    }

    [Fact]
    public void An_IDLE_is_renewed_long_before_29_minutes_and_DONE_is_said_once_each()
    {
        var server = new Server();
        using var session = server.Open();
        server.Clock.At(Minute * 100, () => server.Peer.Say("* 3 EXISTS\r\n"));

        Assert.True(session.WaitForChange(session.Changes, Minute * 200, Interval));

        Assert.Equal(Minute * 100, server.Clock.Now);
        Assert.Equal(Enumerable.Repeat(new[] { "IDLE", "DONE" }, 12).SelectMany(pair => pair), server.Said);
        Assert.All(server.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, Minute * 28));
    }

    /// <summary>Where IDLE is not to be had, or is not what it should be, the server is asked again and again.</summary>
    [Theory]
    [InlineData("IMAP4rev1", "+ idling\r\n", "")]
    [InlineData("IMAP4rev1 IDLE", "{tag} NO not now\r\n", "IDLE")]
    [InlineData("IMAP4rev1 IDLE", "{tag} BAD what\r\n", "IDLE")]
    [InlineData("IMAP4rev1 IDLE", "{tag} OK done\r\n", "IDLE")]
    [InlineData("IMAP4rev1 IDLE", "+ idling\r\n{tag} OK done\r\n", "IDLE")]
    [InlineData("IMAP4rev1 IDLE", "+ idling\r\n{tag} NO done\r\n", "IDLE")]
    public void Without_IDLE_the_server_is_asked_each_interval(string capabilities, string idle, string tried)
    {
        var server = new Server(capabilities: capabilities);
        using var session = server.Open();
        server.Answers["IDLE"] = idle;
        server.Clock.At(Minute, () => server.Answers["NOOP"] = "* 3 EXISTS\r\n{tag} OK done\r\n");

        Assert.True(session.WaitForChange(session.Changes, Minute * 10, Interval));
        Assert.False(session.WaitForChange(session.Changes, Interval, Interval));

        Assert.Equal(Minute + Interval, server.Clock.Now);
        Assert.Equal([.. tried.Split(' ', StringSplitOptions.RemoveEmptyEntries), "NOOP", "NOOP", "NOOP"], server.Said);
        Assert.False(session.CanIdle);
    }

    [Fact]
    public void What_a_server_without_IDLE_says_of_itself_ends_the_wait_at_once()
    {
        var server = new Server(capabilities: "IMAP4rev1");
        using var session = server.Open();
        server.Clock.At(Interval / 2, () => server.Peer.Say("* OK hm\r\n* 3 EXISTS\r\n"));

        Assert.True(session.WaitForChange(session.Changes, Minute, Interval));

        Assert.Equal(Interval / 2, server.Clock.Now);
        Assert.Empty(server.Said);
    }

    [Fact]
    public void The_last_interval_is_as_long_as_the_time_and_ends_with_a_question()
    {
        var server = new Server(capabilities: "IMAP4rev1");
        using var session = server.Open();

        Assert.False(session.WaitForChange(session.Changes, Interval * 2.5, Interval));

        Assert.Equal(Interval * 2.5, server.Clock.Now);
        Assert.Equal(["NOOP", "NOOP", "NOOP"], server.Said);
    }

    [Fact]
    public void Where_NOOP_tells_nothing_the_mailbox_is_opened_again()
    {
        var server = new Server(capabilities: "IMAP4rev1");
        using var session = server.Open();
        server.Clock.At(Minute, () => server.Answers["EXAMINE"] = Selected.Replace("UIDNEXT 12", "UIDNEXT 13", StringComparison.Ordinal));

        Assert.True(session.WaitForChange(session.Changes, Minute * 60, Interval));
        Assert.Equal(["NOOP", "NOOP", "NOOP", "NOOP", "EXAMINE"], server.Said);
        Assert.False(session.WaitForChange(session.Changes, Interval * 5, Interval));

        server.Answers["EXAMINE"] = Selected.Replace("UIDVALIDITY 5", "UIDVALIDITY 6", StringComparison.Ordinal);
        Assert.Same(MailErrors.UidValidityChanged,
            Assert.Throws<MailException>(() => session.WaitForChange(session.Changes, Minute * 60, Interval)).Error);
    }

    [Theory]
    [InlineData("* BYE bye\r\n", "ServerClosed")]
    [InlineData("* BYE [UNAVAILABLE] bye\r\n", "ServerTemporarilyUnable")]
    [InlineData("* 3 EXI", "ConnectionLost")]
    [InlineData("", "ConnectionLost")]
    [InlineData("+ again\r\n", "ProtocolViolation")]
    [InlineData("+OK POP3\r\n", "ProtocolViolation")]
    public void The_end_of_the_session_ends_the_wait(string said, string error)
    {
        foreach (var capabilities in new[] { "IMAP4rev1 IDLE", "IMAP4rev1" })
        {
            var server = new Server(capabilities: capabilities);
            using var session = server.Open();
            server.Clock.At(Interval / 2, () =>
            {
                server.Peer.Say(said);
                server.Peer.End();
            });

            Assert.Equal(error, ImapFixture.OutcomeOf(() => session.WaitForChange(session.Changes, Minute, Interval).ToString()));

            Assert.Equal(Interval / 2, server.Clock.Now);
            Assert.True(session.Connection.IsClosed);
            Assert.DoesNotContain("DONE", server.Said);
        }
    }

    [Fact]
    public void Cancellation_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var server = new Server();
        using var session = server.Open(cancellation.Token);
        server.Clock.At(Minute, cancellation.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(() => session.WaitForChange(session.Changes, Minute * 2, Interval));

        Assert.Equal(Minute, server.Clock.Now);
        Assert.True(session.Connection.IsClosed);
    }

    [Theory]
    [InlineData("", 12)]
    [InlineData("* 2 FETCH (UID 11)\r\n", 12)]
    [InlineData("* 2 FETCH (FLAGS ())\r\n", 12)]
    public void The_next_UID_is_asked_for_where_the_server_does_not_tell_it(string also, long next)
    {
        var server = new Server();
        server.Answers["EXAMINE"] = Selected.Replace("* OK [UIDNEXT 12] x\r\n", "", StringComparison.Ordinal);
        server.Answers["FETCH"] = also + "* 2 FETCH (UID 11)\r\n{tag} OK done\r\n";
        using var session = server.Open();

        Assert.Equal(next, session.NextUid());
        Assert.Empty(session.UidsFrom(12));

        server.Answers["FETCH"] = "* 4 FETCH (UID 15)\r\n* 3 FETCH (UID 12)\r\n* 4 FETCH (UID 15 FLAGS ())\r\n{tag} OK done\r\n";
        Assert.Equal([12L, 15L], session.UidsFrom(12));
        server.Answers["FETCH"] = "{tag} NO no\r\n";
        Assert.Same(MailErrors.CommandRejected, Assert.Throws<ImapStatusException>(() => session.UidsFrom(12)).Error);

        Assert.Equal(["FETCH 2 (UID)", "UID FETCH 12:* (UID)", "UID FETCH 12:* (UID)", "UID FETCH 12:* (UID)"],
            server.Peer.Heard.TakeLast(4).Select(line => line[5..]));
    }

    [Fact]
    public void The_next_UID_is_sought_where_the_last_message_is_given_out_no_more()
    {
        var server = new Server();
        server.Answers["EXAMINE"] = "* 2 EXISTS\r\n{tag} OK done\r\n";
        server.Answers["SEARCH"] = "* SEARCH 7 9\r\n{tag} OK done\r\n";
        using var session = server.Open();

        Assert.Equal(10, session.NextUid());
        Assert.Equal(["FETCH", "SEARCH"], server.Said);
    }

    [Fact]
    public void In_an_empty_mailbox_nothing_is_asked()
    {
        var server = new Server();
        server.Answers["EXAMINE"] = "* 0 EXISTS\r\n{tag} OK done\r\n";
        using var session = server.Open();

        Assert.Equal(1, session.NextUid());
        Assert.Empty(session.UidsFrom(1));
        Assert.Empty(server.Said);
    }

    /// <summary>The connection ends after every octet of a dialogue with two IDLEs and a change, in either direction.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wherever_the_connection_ends_the_wait_does_and_DONE_is_said_once(bool sent)
    {
        var outcomes = new HashSet<string>();
        var isCut = true;
        for (var octets = 0; isCut; octets++)
        {
            var server = new Server();
            if (sent)
                server.Peer.EndAfter(octets);
            else
                server.Peer.FailAfter(octets);
            server.Clock.At(LongestIdle + Minute, () => server.Peer.Say("* 3 EXISTS\r\n"));
            var outcome = ImapFixture.OutcomeOf(() =>
            {
                using var session = server.Open();
                return session.WaitForChange(session.Changes, Minute * 60, Interval) ? "changed" : "unchanged";
            });
            isCut = server.Peer.IsCut;
            outcomes.Add(outcome);
            Assert.Equal(isCut ? "ConnectionLost" : "changed", outcome);
            Assert.True(server.Peer.IsDisposed);
            Assert.True(server.Said.Count(word => word == "DONE") <= server.Said.Count(word => word == "IDLE"));
        }

        Assert.Equal(["ConnectionLost", "changed"], outcomes);
    }

    private static TimeSpan LongestIdle => ImapSession.LongestIdle;

    /// <summary>A server with one mailbox, and the time in which it speaks.</summary>
    private sealed class Server
    {
        private readonly string _capabilities;
        private string _tag = "";

        public Server(Delivery delivery = Delivery.Whole, string capabilities = "IMAP4rev1 IDLE")
        {
            _capabilities = capabilities;
            Peer = new SpeakingPeer(Answer, "", delivery);
        }

        public TestClock Clock { get; } = new();

        public SpeakingPeer Peer { get; }

        public Dictionary<string, string> Answers { get; } = new()
        {
            ["EXAMINE"] = Selected,
            ["IDLE"] = "+ idling\r\n",
            ["DONE"] = "{tag} OK done\r\n",
        };

        /// <summary>The commands behind the first EXAMINE.</summary>
        public IEnumerable<string> Said => Peer.Heard.Select(VerbOf).Where(verb => verb != "CAPABILITY").Skip(1);

        public ImapSession Open(CancellationToken cancellation = default)
        {
            var session = new ImapSession(new MailConnection(Peer, new MailConnectionOptions { Clock = Clock }, "mail.test", cancellation));
            try
            {
                session.ReadCapabilities();
                session.Examine("INBOX");
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        private string Answer(string line)
        {
            var verb = VerbOf(line);
            if (verb != "DONE")
                _tag = line.Split(' ')[0];
            var answer = verb == "CAPABILITY"
                ? $"* CAPABILITY {_capabilities}\r\n{{tag}} OK done\r\n"
                : Answers.GetValueOrDefault(verb, "{tag} OK done\r\n");
            return answer.Replace("{tag}", _tag, StringComparison.Ordinal);
        }

        private static string VerbOf(string line) => line.Split(' ') switch
        {
            [_, "UID", var verb, ..] => verb,
            [_, var verb, ..] => verb,
            [var verb] => verb,
            _ => "",
        };
    }
}
