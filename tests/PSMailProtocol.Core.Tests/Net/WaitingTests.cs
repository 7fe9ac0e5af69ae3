using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Net;

/// <summary>The wait that does not close: over streams by a clock of the test's own, and over sockets inside TLS and in clear.</summary>
public class WaitingTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_wait_that_is_over_leaves_the_connection_as_it_was_and_loses_no_octet(Delivery delivery)
    {
        var clock = new TestClock();
        var peer = new SpeakingPeer(_ => "", "hello\r\n", delivery);
        using var connection = Over(peer, clock);
        Assert.True(connection.WaitForInput(TimeSpan.Zero));
        Assert.Equal("hello", connection.ReadReplyLine());

        for (var hour = 1; hour <= 3; hour++)
        {
            Assert.False(connection.WaitForInput(Hour));
            Assert.Equal(TimeSpan.FromHours(hour), clock.Now);
            Assert.False(connection.IsClosed);
        }

        clock.At(Hour * 3.5, () => peer.Say("first\r\nsecond\r\nthi"));
        Assert.True(connection.WaitForInput(Hour));
        Assert.Equal(Hour * 3.5, clock.Now);
        Assert.Equal("first", connection.ReadReplyLine());
        Assert.True(connection.WaitForInput(TimeSpan.Zero));
        Assert.Equal("second", connection.ReadReplyLine());
        Assert.True(connection.WaitForInput(TimeSpan.Zero));
        peer.Say("rd\r\n");
        Assert.Equal("third", connection.ReadReplyLine());
        Assert.False(connection.WaitForInput(TimeSpan.Zero));
    }

    [Fact]
    public void Commands_may_be_sent_and_answered_while_a_wait_has_left_a_read_under_way()
    {
        var clock = new TestClock();
        var peer = new SpeakingPeer(line => $"heard {line}\r\n");
        using var connection = Over(peer, clock);

        Assert.False(connection.WaitForInput(Hour));
        connection.Send(WireCommand.Plain("one"));
        Assert.Equal("heard one", connection.ReadReplyLine());
        connection.Send(WireCommand.Plain("two"));
        Assert.True(connection.WaitForInput(Hour));

        Assert.Equal("heard two", connection.ReadReplyLine());
        Assert.Equal(2, connection.RoundTrips);
        Assert.Equal(Hour, clock.Now);
    }

    [Fact]
    public void More_octets_than_the_buffer_still_takes_come_in_order()
    {
        var clock = new TestClock();
        var peer = new SpeakingPeer(_ => "");
        using var connection = Over(peer, clock);
        var octets = new byte[MailConnection.BlockSize + 10];
        Assert.False(connection.WaitForInput(Hour));
        peer.Say(new string('a', MailConnection.BlockSize) + new string('b', 10));

        Assert.True(connection.WaitForInput(Hour));
        connection.ReadExactly(octets, 0, octets.Length);

        Assert.Equal((byte)'a', octets[MailConnection.BlockSize - 1]);
        Assert.Equal("bbbbbbbbbb"u8.ToArray(), octets[^10..]);
    }

    [Fact]
    public void The_end_of_the_connection_ends_the_wait_and_the_next_read_tells_it()
    {
        var clock = new TestClock();
        var peer = new SpeakingPeer(_ => "");
        using var connection = Over(peer, clock);
        clock.At(Hour / 2, peer.End);

        Assert.True(connection.WaitForInput(Hour));

        Assert.Equal(Hour / 2, clock.Now);
        Assert.Same(MailErrors.ConnectionLost, Assert.Throws<MailException>(() => connection.ReadReplyLine()).Error);
    }

    [Fact]
    public void A_transport_that_fails_ends_the_wait_and_the_next_read_tells_it()
    {
        using var connection = Over(new FailingPeer(), new TestClock());

        Assert.True(connection.WaitForInput(Hour));

        Assert.Same(MailErrors.ConnectionLost, Assert.Throws<MailException>(() => connection.ReadReplyLine()).Error);
        Assert.True(connection.WaitForInput(Hour));
    }

    [Fact]
    public void Cancellation_ends_the_wait_and_closes()
    {
        var clock = new TestClock();
        using var cancellation = new CancellationTokenSource();
        var peer = new SpeakingPeer(_ => "");
        using var connection = new MailConnection(peer, new MailConnectionOptions { Clock = clock }, "mail.test", cancellation.Token);
        clock.At(Hour / 2, () =>
        {
            cancellation.Cancel();
            Assert.True(peer.IsDisposed);
        });

        Assert.ThrowsAny<OperationCanceledException>(() => { connection.WaitForInput(Hour); connection.ReadReplyLine(); });
        Assert.Equal(Hour / 2, clock.Now);
    }

    /// <summary>By the machine's own clock: the peer says nothing until the test has seen a wait end, and everything once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waits_over_sockets_end_without_closing_and_see_what_TLS_holds(bool isEncrypted)
    {
        using var sandbox = MailSandbox.Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var waited = new SemaphoreSlim(0);
        listener.Start();
        var server = Task.Run(() =>
        {
            var transport = new HoldingStream(new NetworkStream(listener.AcceptSocket(), ownsSocket: true));
            using var connection = new MailConnection(transport, new MailConnectionOptions());
            if (isEncrypted)
                connection.AcceptTls(sandbox.Certificate);
            waited.Wait();

            // Each is a record of its own, and all are in one packet.
            transport.Hold();
            connection.Send(WireCommand.Plain("one"));
            connection.Send(WireCommand.Plain("two"));
            connection.Send(WireCommand.Plain("three"));
            transport.Release();
            Assert.Equal("over", connection.ReadReplyLine());
            connection.Send(WireCommand.Plain("bye"));
        });
        using var client = MailConnection.Connect("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port,
            new MailConnectionOptions { SkipCertificateCheck = true }, default);
        if (isEncrypted)
            client.OpenTls();

        Assert.False(client.WaitForInput(TimeSpan.Zero));
        Assert.False(client.WaitForInput(TimeSpan.FromMilliseconds(1)));
        waited.Release();
        Assert.True(client.WaitForInput(Hour));
        Assert.Equal("one", client.ReadReplyLine());
        Assert.True(client.WaitForInput(Hour));
        Assert.Equal("two", client.ReadReplyLine());
        Assert.True(client.WaitForInput(TimeSpan.Zero));
        Assert.Equal("three", client.ReadReplyLine());
        Assert.False(client.WaitForInput(TimeSpan.Zero));
        client.Send(WireCommand.Plain("over"));
        Assert.Equal("bye", client.ReadReplyLine());
        await server;
        Assert.True(client.WaitForInput(Hour));
        Assert.Same(MailErrors.ConnectionLost, Assert.Throws<MailException>(() => client.ReadReplyLine()).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_a_wait_over_a_socket(bool isEncrypted)
    {
        using var sandbox = MailSandbox.Start();
        using var cancellation = new CancellationTokenSource();
        using var client = MailConnection.Connect(
            "127.0.0.1", isEncrypted ? sandbox.ImapsPort : sandbox.ImapPort, new MailConnectionOptions { SkipCertificateCheck = true },
            cancellation.Token);
        if (isEncrypted)
            client.OpenTls();
        Assert.StartsWith("* OK", client.ReadReplyLine(), StringComparison.Ordinal);

        var wait = Task.Run(() => client.WaitForInput(Hour));
        await cancellation.CancelAsync();

        // Whether it had begun by then or not.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            Assert.True(await wait);
            client.ReadReplyLine();
        });
    }

    private static MailConnection Over(Stream peer, MailClock clock) => new(peer, new MailConnectionOptions { Clock = clock }, "mail.test");

    private sealed class FailingPeer : MemoryStream
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException("The connection was reset.");
    }

    /// <summary>Holds back what is written, and lets go of it in one piece.</summary>
    private sealed class HoldingStream(Stream inner) : DelegatingStream(inner)
    {
        private MemoryStream? _held;

        public void Hold() => _held = new MemoryStream();

        public void Release()
        {
            var held = _held!.ToArray();
            _held = null;
            Write(held, 0, held.Length);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_held is null)
                base.Write(buffer, offset, count);
            else
                _held.Write(buffer, offset, count);
        }
    }
}
