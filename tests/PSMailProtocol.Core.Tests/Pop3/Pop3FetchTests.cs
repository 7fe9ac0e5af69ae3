using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>Commands sent ahead: how few waits it takes, how little is asked for at a time, and what if the server cannot.</summary>
public class Pop3FetchTests
{
    private const string Offered = "+OK\r\nTOP\r\nUIDL\r\nPIPELINING\r\n.\r\n";
    private const string NothingKnown = "-ERR what\r\n";

    [Fact]
    public void A_thousand_messages_are_read_in_at_most_25_round_trips_and_removed_in_at_most_15()
    {
        using var sandbox = MailSandbox.Start();
        for (var i = 1; i <= 1000; i++)
            sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n" + new string('x', 4000)));

        var session = Open(sandbox);
        var entries = session.ReadListing();
        var fetch = session.BeginFetch();
        foreach (var entry in entries)
            fetch.Add(entry);
        for (var i = 1; i <= 1000; i++)
            Assert.Equal($"{i}", fetch.Read()!.Mail!.Subject());
        Assert.Null(fetch.Read());
        session.Leave();
        Assert.InRange(session.Connection.RoundTrips, 1, 25);

        var removing = Open(sandbox);
        Assert.All(removing.RemoveAndQuit(entries.Select(entry => entry.Uid!)), removal => Assert.True(removal.Removed));
        Assert.InRange(removing.Connection.RoundTrips, 1, 15);
        Assert.Empty(sandbox.Mailbox("alice").Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_little_is_sent_ahead_that_no_transport_blocks_on_it(bool deletes)
    {
        var peer = new AnsweringPeer(command => command == "CAPA" ? Offered : Answer(command));
        using var session = Begin(peer);
        var entries = Enumerable.Range(100_001, 5000).Select(number => new Pop3Entry(number, 10, $"u{number}")).ToList();

        if (deletes)
        {
            Assert.All(session.RemoveAndQuit(entries), removal => Assert.True(removal.Removed));
        }
        else
        {
            var fetch = session.BeginFetch();
            entries.ForEach(entry => fetch.Add(entry));
            Assert.All(entries, entry => Assert.Equal($"RETR {entry.Number}", fetch.Read()!.Mail!.Subject()));
        }

        Assert.InRange(peer.LargestBacklog, 100, 4096 + "RETR 100001\r\n".Length);
        Assert.InRange(peer.Writes, 1, 50);
    }

    [Fact]
    public void Large_messages_are_asked_for_two_at_a_time()
    {
        var peer = new AnsweringPeer(command => command == "CAPA" ? Offered : Answer(command));
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 20; number++)
            fetch.Add(new Pop3Entry(number, 10_000_000, null));

        while (fetch.Read() is not null)
        {
        }

        Assert.Equal(2, peer.LargestWindow);
        Assert.Equal(20, peer.Heard.Count(command => command.StartsWith("RETR", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_PIPELINING_every_command_waits_for_the_answer_before_it()
    {
        var peer = new AnsweringPeer(command => command switch
        {
            "CAPA" => "+OK\r\nTOP\r\nUIDL\r\n.\r\n",
            "UIDL" => "+OK\r\n1 a\r\n2 b\r\n3 c\r\n.\r\n",
            "LIST" => "+OK\r\n1 1\r\n2 2\r\n3 3\r\n.\r\n",
            _ => Answer(command),
        });
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        foreach (var entry in session.ReadListing())
            fetch.Add(entry);
        while (fetch.Read() is not null)
        {
        }

        Assert.All(session.RemoveAndQuit(["a", "b", "c"]), removal => Assert.True(removal.Removed));
        Assert.Equal(1, peer.LargestWindow);
        Assert.Equal(peer.Heard.Count, peer.Writes);
    }

    [Fact]
    public void A_caller_who_wants_no_more_is_sent_no_more_than_the_window()
    {
        var peer = new AnsweringPeer(command => command == "CAPA" ? Offered : Answer(command));
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 1000; number++)
            fetch.Add(new Pop3Entry(number, 10, null));

        for (var number = 1; number <= 10; number++)
            Assert.NotNull(fetch.Read());
        session.Leave();

        Assert.InRange(peer.Heard.Count(command => command.StartsWith("RETR", StringComparison.Ordinal)), 10, 64);
        Assert.Equal("QUIT", peer.Heard[^1]);
    }

    [Fact]
    public void What_is_urgent_goes_before_what_was_not_sent()
    {
        var peer = new AnsweringPeer(command => command == "CAPA" ? Offered : Answer(command));
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 100; number++)
            fetch.AddTop(new Pop3Entry(number, 10, null), 0, exactly: false);
        Assert.Equal("TOP 1 0", fetch.Read()!.Mail!.Subject());
        Assert.Equal("TOP 2 0", fetch.Read()!.Mail!.Subject());
        fetch.Add(new Pop3Entry(1, 10, null), urgent: true);
        fetch.Forget();

        var rest = new List<string>();
        while (fetch.Read() is { } fetched)
            rest.Add(fetched.Mail!.Subject());

        Assert.Equal([.. Enumerable.Range(3, 31).Select(number => $"TOP {number} 0"), "RETR 1"], rest);
    }

    [Theory]
    [InlineData(Offered, true, true)]
    [InlineData("+OK\r\nUIDL\r\nPIPELINING\r\n.\r\n", true, true)]
    [InlineData(NothingKnown, true, true)]
    [InlineData(NothingKnown, false, true)]
    [InlineData(NothingKnown, false, false)]
    [InlineData("+OK\r\nPIPELINING\r\n.\r\n", false, true)]
    [InlineData(Offered, false, true)]
    [InlineData(Offered, false, false)]
    [InlineData("+OK\r\nTOP\r\n.\r\n", false, true)]
    public void TOP_is_tried_where_it_is_not_offered_and_done_without_where_it_is_not_known(string capa, bool knowsTop, bool exactly)
    {
        var peer = new AnsweringPeer(command => command == "CAPA" ? capa
            : command.StartsWith("TOP", StringComparison.Ordinal) ? knowsTop ? "+OK\r\nSubject: top\r\n\r\n.\r\n" : "-ERR unknown\r\n"
            : "+OK\r\nSubject: whole\r\n\r\nbody\r\n.\r\n");
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 3; number++)
            fetch.AddTop(new Pop3Entry(number, 10, null), 0, exactly);

        for (var number = 1; number <= 3; number++)
        {
            var fetched = fetch.Read()!;
            Assert.Equal(number, fetched.Entry.Number);
            Assert.Equal(knowsTop ? "top" : "whole", fetched.Mail!.Subject());
            Assert.Equal(!knowsTop && !exactly, fetched.IsWhole);
            Assert.Equal($"Subject: {(knowsTop ? "top" : "whole")}\r\n\r\n{(fetched.IsWhole ? "body\r\n" : "")}", fetched.Mail!.Text());
            Assert.Equal(!fetched.IsWhole, fetched.IsHeader);
        }

        Assert.Equal(knowsTop ? 3 : 1, peer.Heard.Count(command => command.StartsWith("TOP", StringComparison.Ordinal)));
    }

    /// <summary>
    /// What is said to TOP of each message and to RETR, where TOP is offered, and what comes of it: t for the top, w for a whole
    /// message cut, - for an error.
    /// </summary>
    [Theory]
    [InlineData("-ERR gone,+,+", "-ERR gone,+,+", "-tt")]
    [InlineData("-ERR unknown,-ERR unknown,-ERR unknown", "-ERR gone,+,+", "-ww")]
    [InlineData("-ERR broken,+,+", "+,+,+", "www")]
    [InlineData("+,-ERR gone,+", "+,+,+", "t-t")]
    [InlineData("-ERR [SYS/TEMP] disk,+,+", "+,+,+", "-tt")]
    public void One_message_that_is_refused_by_TOP_does_not_tell_that_TOP_is_unknown(string top, string retr, string expected)
    {
        var peer = new AnsweringPeer(command =>
        {
            var words = command.Split(' ');
            if (words[0] is not ("TOP" or "RETR"))
                return Offered;
            var reply = (words[0] == "TOP" ? top : retr).Split(',')[words[1][0] - '1'];
            return reply == "+" ? $"+OK\r\nSubject: {(words[0] == "TOP" ? "t" : "w")}\r\n\r\n.\r\n" : reply + "\r\n";
        });
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 3; number++)
            fetch.AddTop(new Pop3Entry(number, 10, null), 0, exactly: true);

        var seen = "";
        while (fetch.Read() is { } fetched)
            seen += fetched.Mail?.Subject() ?? "-";

        Assert.Equal(expected, seen);
    }

    [Fact]
    public void A_message_that_is_refused_concerns_itself_alone()
    {
        var peer = new AnsweringPeer(command => command switch
        {
            "CAPA" => Offered,
            "RETR 2" => "-ERR [SYS/TEMP] disk\r\n",
            _ => Answer(command),
        });
        using var session = Begin(peer);
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 3; number++)
            fetch.Add(new Pop3Entry(number, 10, null));

        Assert.Null(fetch.Read()!.Failure);
        Assert.Same(MailErrors.ServerTemporarilyUnable, fetch.Read()!.Failure!.Error);
        Assert.Equal("RETR 3", fetch.Read()!.Mail!.Subject());
        Assert.Null(fetch.Read());
    }

    [Fact]
    public void A_server_without_UIDL_is_listed_without_identities()
    {
        var peer = new AnsweringPeer(
            command => command switch { "CAPA" => Offered, "LIST" => "+OK\r\n2 20\r\n1 10\r\n.\r\n", _ => "-ERR no\r\n" });
        using var session = Begin(peer);

        Assert.Equal([new Pop3Entry(1, 10, null), new Pop3Entry(2, 20, null)], session.ReadListing());
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Listings_and_messages_sent_ahead_are_read_however_they_arrive(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "+OK\r\n",
            ("CAPA\r\n", Offered),
            ("LIST\r\nUIDL\r\n", "+OK\r\n1 10\r\n2 20\r\n.\r\n+OK\r\n1 a\r\n2 b c\r\n.\r\n"),
            ("RETR 1\r\nRETR 2\r\n", "+OK\r\nSubject: 1\r\n\r\n..\r\n.\r\n-ERR gone\r\n"),
            ("QUIT\r\n", "+OK\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));
        session.ReadGreeting();
        session.ReadCapabilities();
        var fetch = session.BeginFetch();
        foreach (var entry in session.ReadListing())
            fetch.Add(entry);

        Assert.Equal("Subject: 1\r\n\r\n.\r\n", fetch.Read()!.Mail!.Text());
        Assert.Same(MailErrors.MessageNotFound, fetch.Read()!.Failure!.Error);
        Assert.Null(fetch.Read());
        session.Leave();
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void A_large_message_for_which_there_is_no_file_keeps_no_other_back()
    {
        using var sandbox = MailSandbox.Start();
        var large = new byte[MailSpool.LargestWithRoom + 100];
        large.AsSpan().Fill((byte)'\n');
        foreach (var message in new[] { "Subject: 1\r\n\r\n"u8.ToArray(), [.. "Subject: 2\r\n\r\n"u8, .. large],
            "Subject: 3\r\n\r\n"u8.ToArray() })
            sandbox.Mailbox("alice").Deliver(message);
        using var session =
            Pop3Session.Open(
                new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new System.Net.NetworkCredential("alice", "x")), default);
        var fetch = session.BeginFetch(() => throw new IOException("No room."));
        foreach (var entry in session.ReadListing())
            fetch.Add(entry);

        Assert.Equal("1", fetch.Read()!.Mail!.Subject());
        Assert.Same(MailErrors.SpoolFailed, fetch.Read()!.Failure!.Error);
        Assert.Equal("3", fetch.Read()!.Mail!.Subject());
        session.Leave();
    }

    [Theory]
    [InlineData("A: b\r\nC: d\r\n\r\none\r\ntwo\r\n", 0, "A: b\r\nC: d\r\n\r\n")]
    [InlineData("A: b\r\nC: d\r\n\r\none\r\ntwo\r\n", 1, "A: b\r\nC: d\r\n\r\none\r\n")]
    [InlineData("A: b\r\nC: d\r\n\r\none\r\ntwo\r\n", 9, "A: b\r\nC: d\r\n\r\none\r\ntwo\r\n")]
    [InlineData("A: b\n\none\n\ntwo", 2, "A: b\n\none\n\n")]
    [InlineData("A: b\n\none\n\ntwo", 3, "A: b\n\none\n\ntwo")]
    [InlineData("\r\nbody", 0, "\r\n")]
    [InlineData("A: b", 0, "A: b")]
    public void The_top_of_a_message_ends_where_TOP_would_end_it(string message, int lines, string top)
    {
        for (var piece = 1; piece <= message.Length; piece++)
        {
            using var result = new MemoryStream();
            var stream = new TopStream(result, lines);
            var octets = Encoding.ASCII.GetBytes(message);
            for (var position = 0; position < octets.Length; position += piece)
                stream.Write(octets, position, Math.Min(piece, octets.Length - position));
            Assert.Equal(top, Encoding.ASCII.GetString(result.ToArray()));
        }
    }

    private static string Answer(string command) =>
        command.StartsWith("RETR", StringComparison.Ordinal) || command.StartsWith("TOP", StringComparison.Ordinal)
            ? $"+OK\r\nSubject: {command}\r\n\r\n.\r\n"
            : "+OK\r\n";

    private static Pop3Session Begin(Stream peer)
    {
        var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.ReadGreeting();
        session.ReadCapabilities();
        return session;
    }

    private static Pop3Session Open(MailSandbox sandbox)
    {
        var account = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.StartTls, new NetworkCredential("alice", "x"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
        return Pop3Session.Open(account, CancellationToken.None);
    }
}
