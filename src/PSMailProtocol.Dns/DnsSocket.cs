using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>
/// A socket whose every wait ends at one deadline or with the caller's token. The caller disposes it then, which ends
/// the operation under way; a blocking call could not be ended so on every platform.
/// </summary>
internal sealed class DnsSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly LookupDeadline _deadline;
    private readonly CancellationToken _cancellation;

    internal DnsSocket(AddressFamily family, SocketType type, LookupDeadline deadline, CancellationToken cancellation)
    {
        _socket = new Socket(family, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        _deadline = deadline;
        _cancellation = cancellation;
    }

    /// <summary>Connects; for UDP this makes the kernel drop datagrams of any other sender and picks a fresh port.</summary>
    internal void Connect(IPEndPoint server) => Wait(_socket.ConnectAsync(server));

    internal void Send(byte[] bytes)
    {
        var sent = 0;
        while (sent < bytes.Length)
        {
            sent += Wait(_socket.SendAsync(new ArraySegment<byte>(bytes, sent, bytes.Length - sent), SocketFlags.None));
        }
    }

    /// <summary>Receives into a part of the buffer and says how many octets came; 0 is the end of a TCP stream.</summary>
    internal int Receive(byte[] buffer, int offset, int count) =>
        Wait(_socket.ReceiveAsync(new ArraySegment<byte>(buffer, offset, count), SocketFlags.None));

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int Wait(Task<int> task)
    {
        Wait((Task)task);
        return task.GetAwaiter().GetResult();
    }

    private void Wait(Task task)
    {
        // Whoever stops waiting leaves a task behind that fails when the socket goes; its failure is no news.
        task.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

        // Asked first of all: under a flood every receive completes at once, and waits alone would never see the clock.
        _deadline.ThrowIfPassed(_cancellation);

        // The platform's timer is coarser than the deadline's clock and may be early, so that only the clock decides.
        // Task.Wait would wrap a failure; WaitAny leaves it in the task, which is asked for it.
        while (!task.IsCompleted && Task.WaitAny([task], _deadline.MillisecondsLeft, _cancellation) != 0)
        {
            _deadline.ThrowIfPassed(_cancellation);
        }

        task.GetAwaiter().GetResult();
    }
}
