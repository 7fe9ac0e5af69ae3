using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Net;

/// <summary>Opens a TCP connection to the first address of a host that answers, within one deadline for all of them.</summary>
internal sealed class TcpConnector
{
    private readonly string _host;
    private readonly int _port;
    private readonly IReadOnlyList<IPAddress>? _addresses;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private TcpConnector(string host, int port, IReadOnlyList<IPAddress>? addresses, TimeSpan timeout, CancellationToken cancellation)
    {
        _host = host;
        _port = port;
        _addresses = addresses;
        _timeout = timeout;
        _cancellation = cancellation;
    }

    private TimeSpan Remaining => _timeout - _clock.Elapsed;

    /// <summary>Connects, or fails with one error that names every address and what it said.</summary>
    public static Socket Connect(string host, int port, IReadOnlyList<IPAddress>? addresses, TimeSpan timeout,
        CancellationToken cancellation) =>
        new TcpConnector(host, port, addresses, timeout, cancellation).Connect();

    private Socket Connect()
    {
        var addresses = Resolve();
        var failures = new List<string>();
        var timedOut = 0;

        for (var i = 0; i < addresses.Length; i++)
        {
            // What is left is shared out, so that one address that never answers cannot use up the others' time.
            var share = TimeSpan.FromTicks(Math.Max(0, Remaining.Ticks) / (addresses.Length - i));
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (TryConnect(socket, addresses[i], share))
                {
                    // A command must not wait for the acknowledgement of the one before it.
                    socket.NoDelay = true;
                    return socket;
                }

                socket.Dispose();
                timedOut++;
                failures.Add($"{addresses[i]} did not answer within {share.TotalSeconds:0.#} s");
            }
            catch (SocketException e)
            {
                socket.Dispose();
                failures.Add($"{addresses[i]} {Describe(e)}");
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        var error = timedOut == addresses.Length ? MailErrors.ConnectTimedOut : MailErrors.ConnectFailed;
        throw new MailException(error, $"No connection to {_host} port {_port}: {string.Join("; ", failures)}.");
    }

    private IPAddress[] Resolve()
    {
        var addresses = (_addresses is { Count: > 0 } ? _addresses : LookUp()).Where(IsSupported).Distinct().ToArray();
        return addresses.Length > 0 ? addresses : throw NotResolved(null);
    }

    private IPAddress[] LookUp()
    {
        if (IPAddress.TryParse(_host, out var literal))
            return [literal];

        Task<IPAddress[]> lookup;
        try
        {
            lookup = System.Net.Dns.GetHostAddressesAsync(_host);
            if (!lookup.Wait((int)Math.Min(int.MaxValue, Remaining.TotalMilliseconds), _cancellation))
                throw new MailException(MailErrors.ConnectTimedOut,
                    $"The name {_host} was not resolved within {_timeout.TotalSeconds:0.#} s.");
        }
        catch (AggregateException e) when (e.InnerException is SocketException or ArgumentException)
        {
            throw NotResolved(e.InnerException);
        }
        catch (ArgumentException e)
        {
            throw NotResolved(e);
        }

        return lookup.Result;
    }

    private static bool IsSupported(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            || (address.AddressFamily == AddressFamily.InterNetworkV6 && Socket.OSSupportsIPv6);

    private MailException NotResolved(Exception? cause) =>
        new(MailErrors.NameResolutionFailed, $"The name {WireText.Excerpt(_host)} has no address that can be looked up.", cause);

    /// <summary>
    /// Connects on a thread of its own, as the socket will be used: by calls that wait. On Unix a socket that was connected
    /// asynchronously never waits by itself again, and each read would wake two more threads.
    /// </summary>
    /// <returns>Whether it connected in time. If not, disposing the socket ends the attempt.</returns>
    private bool TryConnect(Socket socket, IPAddress address, TimeSpan share)
    {
        var attempt = Task.Factory.StartNew(
            () => socket.Connect(new IPEndPoint(address, _port)), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (Task.WaitAny([attempt], (int)Math.Min(int.MaxValue, share.TotalMilliseconds), _cancellation) < 0)
            return false;

        attempt.GetAwaiter().GetResult();
        return true;
    }

    private static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "refused the connection",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "cannot be reached from this network",
        SocketError.TimedOut => "did not answer",
        _ => $"failed ({e.SocketErrorCode})",
    };
}
