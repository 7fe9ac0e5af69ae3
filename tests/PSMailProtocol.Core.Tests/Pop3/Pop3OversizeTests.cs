using System;
using System.IO;
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

/// <summary>Messages that are larger than the cap, whatever size was announced.</summary>
public class Pop3OversizeTests
{
    private const int Cap = 1000;

    [Theory]
    [InlineData(Cap, true)]
    [InlineData(Cap + 1, false)]
    [InlineData(3 * Cap, false)]
    [InlineData(4 * Cap, false)]
    public void A_message_beyond_the_cap_is_read_past_and_keeps_no_other_back(int octets, bool fits)
    {
        using var session = Begin(new AnsweringPeer(command => Answer(command, octets, knowsTop: true)));
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 3; number++)
            fetch.Add(new Pop3Entry(number, 10, $"uid{number}\u0007"));

        Assert.Equal("1", fetch.Read()!.Mail!.Subject());
        var large = fetch.Read()!;
        Assert.Equal(fits, large.Mail is not null);
        if (!fits)
        {
            Assert.Same(MailErrors.LimitExceeded, large.Failure!.Error);
            Assert.Contains($"Message 2 (UID uid2?) has {octets:N0} octets", large.Failure.Message);
            Assert.Contains("MessageSize", large.Failure.Message);
            Assert.Equal(Cap, Assert.IsType<Pop3MessageTooLargeException>(large.Failure).Cap);
        }

        Assert.Equal("3", fetch.Read()!.Mail!.Subject());
        Assert.Null(fetch.Read());
        session.Noop();
    }

    [Fact]
    public void A_message_without_end_ends_the_session_and_is_named()
    {
        using var session = Begin(new AnsweringPeer(command => Answer(command, 100 * Cap, knowsTop: true)));
        var fetch = session.BeginFetch();
        fetch.Add(new Pop3Entry(2, 10, "uid2"));

        var failure = Assert.Throws<Pop3MessageTooLargeException>(() => fetch.Read());

        Assert.Same(MailErrors.LimitExceeded, failure.Error);
        Assert.Contains("Message 2 (UID uid2) does not end within 4,000 octets", failure.Message);
        Assert.Equal((2, Cap), (failure.Entry.Number, failure.Cap));
        Assert.True(session.Connection.IsClosed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_whole_message_in_the_place_of_its_top_only_what_is_kept_counts(bool exactly)
    {
        using var session = Begin(new AnsweringPeer(command => Answer(command, 3 * Cap, knowsTop: false)));
        var fetch = session.BeginFetch();
        for (var number = 1; number <= 3; number++)
            fetch.AddTop(new Pop3Entry(number, 10, null), 0, exactly);

        var fetched = Enumerable.Range(1, 3).Select(_ => fetch.Read()!).ToList();

        Assert.Equal(["1", "2", "3"], fetched.Select(one => one.Mail?.Subject()));
        Assert.Equal([!exactly, false, !exactly], fetched.Select(one => one.IsWhole));
        session.Noop();
    }

    [Fact]
    public void A_header_beyond_the_cap_is_an_error_of_its_message()
    {
        using var session = Begin(new AnsweringPeer(command => command switch
        {
            "TOP 1 0" => "+OK\r\n" + string.Concat(Enumerable.Repeat("X: " + new string('x', 500) + "\r\n", 4)) + "\r\n.\r\n",
            _ => Answer(command, 0, knowsTop: true),
        }));
        var fetch = session.BeginFetch();
        fetch.AddTop(new Pop3Entry(1, 10, null), 0, exactly: true);
        fetch.AddTop(new Pop3Entry(3, 10, null), 0, exactly: true);

        Assert.Same(MailErrors.LimitExceeded, fetch.Read()!.Failure!.Error);
        Assert.Equal("3", fetch.Read()!.Mail!.Subject());
    }

    [Fact]
    public void An_answer_that_never_ends_ends_the_session_soon()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver("x\r\n"u8.ToArray());
        foreach (var (verb, octets, cap) in new[] { ("RETR", "+OK\r\n", "MessageSize"), ("RETR", "+OK\r\nx", "MessageSize"),
            ("LIST", "+OK\r\n", null), ("STAT", "x", "ReplyLine"), ("UIDL", "+OK", "ReplyLine") })
        {
            sandbox.Faults.Clear();
            sandbox.Faults.Add(SandboxFault.Endless(SandboxProtocol.Pop3, verb, Encoding.ASCII.GetBytes(octets)));
            var account = new MailAccount(sandbox.Host, sandbox.Pop3Port, TlsMode.None, new NetworkCredential("alice", "x"))
            {
                Connection = new MailConnectionOptions { Limits = new MailConnectionLimits { MessageSize = 100_000 } },
            };
            using var session = Pop3Session.Open(account, default);

            var failure = Assert.ThrowsAny<MailException>(() =>
            {
                session.Stat();
                session.ReadListing();
                session.Retrieve(1, Stream.Null);
            });

            Assert.Same(cap is null ? MailErrors.ProtocolViolation : MailErrors.LimitExceeded, failure.Error);
            Assert.Contains(cap ?? "", failure.Message);
            Assert.True(session.Connection.IsClosed);
        }
    }

    [Fact]
    public void A_line_of_fifty_mebibytes_is_a_message_like_any_other_and_a_status_line_of_that_size_is_not_held()
    {
        const int Octets = 50 * 1024 * 1024;
        using var session =
            new Pop3Session(new MailConnection(new LongLinePeer("+OK\r\n", Octets - 2, ".\r\n"), new MailConnectionOptions(), "mail.test"));
        var fetch = session.BeginFetch();
        fetch.Add(new Pop3Entry(1, 10, null));
        Assert.Equal(Octets, fetch.Read()!.Mail!.Length);

        using var hostile = new Pop3Session(new MailConnection(new DrippingPeer(), new MailConnectionOptions(), "mail.test"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(hostile.ReadGreeting).Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void A_single_message_that_is_too_large_leaves_the_session_as_it_was()
    {
        using var session = Begin(new AnsweringPeer(command => Answer(command, 2 * Cap, knowsTop: true)));
        using var content = new MemoryStream();

        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<Pop3MessageTooLargeException>(() => session.Retrieve(2, content)).Error);
        Assert.Equal(Cap, content.Length);
        session.Retrieve(3, Stream.Null);
    }

    /// <summary>Message 2 has so many octets; the others are small.</summary>
    private static string Answer(string command, int octets, bool knowsTop)
    {
        var words = command.Split(' ');
        if (words[0] == "CAPA")
            return "+OK\r\nPIPELINING\r\nUIDL\r\n.\r\n";
        if (words[0] == "TOP" && !knowsTop)
            return "-ERR unknown\r\n";
        if (words.Length == 1)
            return "+OK\r\n";

        var message = new StringBuilder($"Subject: {words[1]}\r\n\r\n");
        if (words[1] == "2" && words[0] == "RETR")
            message.Append('x', octets - message.Length - 2).Append("\r\n");
        return $"+OK\r\n{message}.\r\n";
    }

    private static Pop3Session Begin(Stream peer)
    {
        var options = new MailConnectionOptions { Limits = new MailConnectionLimits { MessageSize = Cap } };
        var session = new Pop3Session(new MailConnection(peer, options, "mail.test"));
        session.ReadGreeting();
        session.ReadCapabilities();
        return session;
    }
}
