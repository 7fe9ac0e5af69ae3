using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Net;

public class MailConnectionTests
{
    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Lines_come_without_their_ends_whatever_the_pieces(Delivery delivery)
    {
        using var connection = Over(new ScriptedPeer(delivery, "first\r\n\r\nbare\nlast\r\n"));

        Assert.Equal(["first", "", "bare", "last"], Enumerable.Range(0, 4).Select(_ => connection.ReadReplyLine()));
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Exact_counts_may_follow_a_line(Delivery delivery)
    {
        using var connection = Over(new ScriptedPeer(delivery, "line\r\n0123456789rest\r\n"));
        var octets = new byte[10];

        Assert.Equal("line", connection.ReadReplyLine());
        connection.ReadExactly(octets, 0, octets.Length);

        Assert.Equal("0123456789", Encoding.ASCII.GetString(octets));
        Assert.Equal("rest", connection.ReadReplyLine());
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_line_may_be_as_long_as_the_cap_and_no_longer(int length, bool passes)
    {
        var options = new MailConnectionOptions { Limits = new MailConnectionLimits { ReplyLine = 100 } };
        using var connection = new MailConnection(new ScriptedPeer(Delivery.Whole, new string('x', length) + "\r\n"), options);

        if (passes)
        {
            Assert.Equal(length, connection.ReadReplyLine().Length);
            return;
        }

        var failure = Assert.Throws<MailException>(connection.ReadReplyLine);
        Assert.Same(MailErrors.LimitExceeded, failure.Error);
        Assert.Contains("ReplyLine", failure.Message);
        Assert.True(connection.IsClosed);
    }

    /// <summary>What a peer says before it closes, and how that is called, in each protocol.</summary>
    [Theory]
    [InlineData("POP3", "", "before it said anything")]
    [InlineData("POP3", "+O", "in the middle of a line")]
    [InlineData("POP3", "+OK\r\n", "instead of answering CAPA")]
    [InlineData("POP3", "+OK\r\n-ERR\r\n", "instead of answering USER")]
    [InlineData("POP3", "+OK\r\n-ERR\r\n+OK\r\n", "instead of answering PASS")]
    [InlineData("POP3", "+OK\r\n+OK\r\nUSER\r\n", "in the middle of the answer to CAPA")]
    [InlineData("IMAP", "", "before it said anything")]
    [InlineData("IMAP", "* OK\r\n", "instead of answering CAPABILITY")]
    [InlineData("IMAP", "* OK\r\n* CAPABILITY IMAP4rev1\r\n", "in the middle of the answer to CAPABILITY")]
    [InlineData("IMAP", "* OK [CAPABILITY IMAP4rev1]\r\n", "instead of answering LOGIN")]
    [InlineData("SMTP", "", "before it said anything")]
    [InlineData("SMTP", "220 me\r\n", "instead of answering EHLO")]
    [InlineData("SMTP", "220 me\r\n250-me\r\n", "in the middle of the answer to EHLO")]
    [InlineData("SMTP", "220 me\r\n250-me\r\n250 AUTH LOGIN\r\n", "instead of answering AUTH")]
    [InlineData("SMTP", "220 me\r\n250-me\r\n250 AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\n", "instead of answering AUTH")]
    public void A_peer_that_closes_is_said_to_have_closed_where_it_did(string protocol, string speech, string says)
    {
        using var connection = new MailConnection(new DeafPeer(Encoding.ASCII.GetBytes(speech)), new MailConnectionOptions(), "mail.test");
        var account = new MailAccount("mail.test", 25, TlsMode.None, new NetworkCredential("alice", "secret"))
        {
            AllowUnencryptedAuthentication = true,
        };

        var failure = Assert.ThrowsAny<MailException>(() =>
        {
            if (protocol == "POP3")
                new Pop3Session(connection).Begin(account);
            else if (protocol == "IMAP")
                new ImapSession(connection).Begin(account);
            else
                new SmtpSession(connection).Begin(account, "client.test");
        });

        Assert.Same(MailErrors.ConnectionLost, failure.Error);
        Assert.Contains($"mail.test closed the connection {says}.", failure.Message);
    }

    [Fact]
    public void A_line_without_end_stops_at_the_cap_and_not_at_the_memory()
    {
        using var connection = Over(new ScriptedPeer(Delivery.Whole, new string('x', 10 * 1024 * 1024)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(connection.ReadReplyLine).Error);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024);
    }

    [Fact]
    public void An_end_in_the_middle_of_a_line_is_a_lost_connection()
    {
        using var connection = Over(new ScriptedPeer(Delivery.Whole, "+OK hel"));

        Assert.Same(MailErrors.ConnectionLost, Assert.Throws<MailException>(connection.ReadReplyLine).Error);
    }

    [Fact]
    public void Commands_of_a_group_leave_in_one_write()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("MAIL\r\nRCPT\r\nDATA\r\n", ""));
        using var connection = Over(peer);

        connection.Send(WireCommand.Plain("MAIL"), WireCommand.Plain("RCPT"), WireCommand.Plain("DATA"));

        Assert.Equal(1, peer.Writes);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void A_deadline_covers_the_operation_and_closes_the_transport()
    {
        var peer = new StalledPeer();
        using var connection = new MailConnection(peer, new MailConnectionOptions { OperationTimeout = TimeSpan.FromMilliseconds(50) });
        using var operation = connection.Operation();

        Assert.Same(MailErrors.OperationTimedOut, Assert.Throws<MailException>(connection.ReadReplyLine).Error);
        Assert.True(peer.IsClosed);
    }

    [Fact]
    public void A_peer_that_drips_octets_gains_no_time()
    {
        // Each octet comes at once, so no single read is ever late; the line as a whole is.
        var options = new MailConnectionOptions
        {
            OperationTimeout = TimeSpan.FromMilliseconds(100),
            Limits = new MailConnectionLimits { ReplyLine = int.MaxValue / 2 },
        };
        using var connection = new MailConnection(new DrippingPeer(), options);
        using var operation = connection.Operation();

        Assert.Same(MailErrors.OperationTimedOut, Assert.Throws<MailException>(connection.ReadReplyLine).Error);
    }

    [Fact]
    public async Task Cancellation_wakes_a_blocked_read_and_closes_the_transport()
    {
        var peer = new StalledPeer();
        using var stopping = new CancellationTokenSource();
        using var connection = new MailConnection(peer, new MailConnectionOptions(), cancellation: stopping.Token);
        var read = Task.Run(connection.ReadReplyLine);

        peer.WaitForReader();
        await stopping.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => read);
        Assert.True(peer.IsClosed);
    }

    [Fact]
    public async Task Cancellation_wakes_a_blocked_read_of_a_socket()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stopping = new CancellationTokenSource();
        using var connection = MailConnection.Connect("localhost", ((IPEndPoint)listener.LocalEndpoint).Port, new MailConnectionOptions(),
            stopping.Token);
        using var accepted = await listener.AcceptTcpClientAsync();
        var read = Task.Run(connection.ReadReplyLine);

        await stopping.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => read);
        Assert.True(HasEnded(accepted.GetStream()));
    }

    /// <summary>A user may stop when the socket is connected and nobody has used it yet.</summary>
    public static TheoryData<string, Action<MailConnection>> FirstUses => new()
    {
        { "read", connection => connection.ReadReplyLine() },
        { "write", connection => connection.Send(WireCommand.Plain("QUIT")) },
        { "wait", connection => Assert.True(connection.WaitForInput(TimeSpan.FromHours(1)) && connection.Fill() == 0) },
        { "TLS", connection => connection.OpenTls() },
        { "upgrade", connection => connection.StartTls() },
    };

    [Theory]
    [MemberData(nameof(FirstUses))]
    public void Cancellation_before_the_first_use_is_no_other_error(string name, Action<MailConnection> use)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        foreach (var isEarly in new[] { true, false })
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(listener.LocalEndpoint);
            using var stopping = new CancellationTokenSource();
            if (isEarly)
                stopping.Cancel();
            using var connection = new MailConnection(socket, new MailConnectionOptions(), "host.test", stopping.Token);
            stopping.Cancel();

            Assert.True(Record.Exception(() => use(connection)) is OperationCanceledException, name);
            Assert.True(connection.IsClosed);
        }
    }

    [Fact]
    public void Input_that_waits_at_the_upgrade_ends_the_connection()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "220 go ahead\r\n250-injected\r\n");
        using var connection = Over(peer);
        connection.ReadReplyLine();

        Assert.Same(MailErrors.StartTlsResponseInjection, Assert.Throws<MailException>(connection.StartTls).Error);
        Assert.True(peer.IsDisposed);
    }

    [Fact]
    public void A_transcript_shows_commands_without_their_secrets_and_nothing_that_drives_a_terminal()
    {
        var lines = new List<string>();
        var options = new MailConnectionOptions { Transcript = new TextTranscript(lines.Add) };
        using var connection =
            new MailConnection(new ScriptedPeer(Delivery.Whole, "+OK \u001b]0;pwned\u0007\r\n", ("PASS canary\r\n", "")), options);

        connection.Send(WireCommand.Secret("PASS ", "canary", "password"));
        connection.ReadReplyLine();

        Assert.Equal(["C: PASS ********", "S: +OK ?]0;pwned?"], lines);
    }

    [Fact]
    public void Every_failed_address_is_in_the_one_error()
    {
        var port = FreePort();

        var failure = Assert.Throws<MailException>(
            () => MailConnection.Connect("localhost", port, new MailConnectionOptions(), CancellationToken.None));

        Assert.Same(MailErrors.ConnectFailed, failure.Error);
        foreach (var address in System.Net.Dns.GetHostAddresses("localhost"))
            Assert.Contains(address.ToString(), failure.Message);
    }

    [Fact]
    public void A_name_without_address_is_named()
    {
        var failure = Assert.Throws<MailException>(
            () => MailConnection.Connect("no-such-host.invalid", 25, new MailConnectionOptions(), CancellationToken.None));

        Assert.Same(MailErrors.NameResolutionFailed, failure.Error);
        Assert.Contains("no-such-host.invalid", failure.Message);
    }

    /// <summary>A connection that was cut ends for its peer, by an end or by a reset.</summary>
    private static bool HasEnded(NetworkStream stream)
    {
        try
        {
            return stream.Read(new byte[1], 0, 1) == 0;
        }
        catch (System.IO.IOException e)
        {
            return e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }

    private static MailConnection Over(System.IO.Stream peer) => new(peer, new MailConnectionOptions());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
