using System;
using System.Net.Sockets;
using System.Threading;
using PSMailProtocol.Dns;
using Xunit;

namespace PSMailProtocol.Tests.Dns;

/// <summary>An operation that completes at once counts for nothing after the deadline: that is how a flood ends.</summary>
public class DnsSocketTests
{
    [Theory]
    [InlineData(SocketType.Dgram)]
    [InlineData(SocketType.Stream)]
    public void Nothing_succeeds_after_the_deadline(SocketType type)
    {
        using var server = new FakeNameServer();
        using var socket = new DnsSocket(AddressFamily.InterNetwork, type, new LookupDeadline(TimeSpan.Zero), CancellationToken.None);

        Assert.Throws<TimeoutException>(() => socket.Connect(server.EndPoint));
    }

    [Fact]
    public void Nothing_succeeds_after_cancellation()
    {
        using var server = new FakeNameServer();
        using var socket = new DnsSocket(
            AddressFamily.InterNetwork, SocketType.Dgram, new LookupDeadline(TimeSpan.FromMinutes(2)), new CancellationToken(canceled: true));

        Assert.Throws<OperationCanceledException>(() => socket.Connect(server.EndPoint));
    }

    [Fact]
    public void A_deadline_within_another_ends_no_later()
    {
        var outer = new LookupDeadline(TimeSpan.FromMinutes(1));

        Assert.InRange(outer.Within(TimeSpan.FromHours(1)).MillisecondsLeft, 1, 60_000);
        Assert.InRange(outer.Within(TimeSpan.FromSeconds(1)).MillisecondsLeft, 0, 1_000);
        Assert.True(new LookupDeadline(TimeSpan.Zero).Within(TimeSpan.FromHours(1)).HasPassed);
    }
}
