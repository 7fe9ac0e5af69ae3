using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>A name server on loopback, by UDP and TCP on one port, that answers from a zone in memory.</summary>
public sealed class SandboxDnsServer : IDisposable
{
    private const int BindAttempts = 100;

    private readonly object _lock = new();
    private readonly HashSet<TcpClient> _connections = [];
    private readonly SandboxDnsResponder _responder;
    private readonly TcpListener _listener;
    private readonly UdpClient _udp;
    private volatile bool _isDisposed;

    /// <summary>Starts answering.</summary>
    /// <param name="zone">What to answer from; a new, empty zone if none is given.</param>
    /// <param name="port">The port; 0 for one that the system picks.</param>
    /// <param name="address">Where; null for 127.0.0.1.</param>
    /// <exception cref="SocketException">No port could be had.</exception>
    public SandboxDnsServer(SandboxZone? zone = null, int port = 0, IPAddress? address = null)
    {
        Zone = zone ?? new SandboxZone();
        _responder = new SandboxDnsResponder(Zone);
        (_listener, _udp) = BindBoth(address ?? IPAddress.Loopback, port);
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _ = ServeDatagramsAsync();
        _ = ServeConnectionsAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What it answers from; may be changed while it runs.</summary>
    public SandboxZone Zone { get; }

    /// <summary>The questions that came so far, in their order.</summary>
    public IReadOnlyList<SandboxDnsQuery> Queries => _responder.Queries;

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _listener.Stop();
        _udp.Dispose();
        lock (_lock)
        {
            foreach (var connection in _connections.ToArray())
            {
                connection.Dispose();
            }
        }
    }

    // The system picks a TCP port without regard to UDP, where the same number may be taken.
    private static (TcpListener Listener, UdpClient Udp) BindBoth(IPAddress address, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(address, port);
            listener.Start();
            try
            {
                return (listener, new UdpClient((IPEndPoint)listener.LocalEndpoint));
            }
            catch (SocketException failure)
                when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse && port == 0 && attempt < BindAttempts)
            {
                listener.Stop();
            }
            catch
            {
                listener.Stop();
                throw;
            }
        }
    }

    private async Task ServeDatagramsAsync()
    {
        while (!_isDisposed)
        {
            try
            {
                var query = await _udp.ReceiveAsync().ConfigureAwait(false);
                _ = AnswerAsync(query);
            }
            catch (SocketException)
            {
                // Windows reports here that an earlier client has gone; the next query is not its business.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(UdpReceiveResult query)
    {
        try
        {
            await DelayAsync(query.Buffer).ConfigureAwait(false);
            foreach (var answer in _responder.Respond(query.Buffer, isTcp: false))
            {
                await _udp.SendAsync(answer, answer.Length, query.RemoteEndPoint).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The client went, or the server was disposed.
        }
    }

    private Task DelayAsync(byte[] query) =>
        _responder.DelayOf(query) is var delay && delay > TimeSpan.Zero ? Task.Delay(delay) : Task.CompletedTask;

    private async Task ServeConnectionsAsync()
    {
        while (!_isDisposed)
        {
            try
            {
                var connection = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                _ = ServeConnectionAsync(connection);
            }
            catch (SocketException)
            {
                // The client went before it was accepted, or the listener stopped, which ends the loop.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (InvalidOperationException)
            {
                // .NET Framework says it so when the listener has stopped.
                return;
            }
        }
    }

    private async Task ServeConnectionAsync(TcpClient connection)
    {
        if (!Track(connection))
        {
            return;
        }

        try
        {
            connection.NoDelay = true;
            var stream = connection.GetStream();
            while (await ReadMessageAsync(stream).ConfigureAwait(false) is { } query)
            {
                await DelayAsync(query).ConfigureAwait(false);
                foreach (var answer in _responder.Respond(query, isTcp: true))
                {
                    byte[] framed = [(byte)(answer.Length >> 8), (byte)answer.Length, .. answer];
                    await stream.WriteAsync(framed, 0, framed.Length).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            // The client went, or the server was disposed: either way the connection is over.
        }
        finally
        {
            Forget(connection);
        }
    }

    private static async Task<byte[]?> ReadMessageAsync(NetworkStream stream)
    {
        var length = new byte[2];
        if (!await ReadExactlyAsync(stream, length).ConfigureAwait(false))
        {
            return null;
        }

        var message = new byte[(length[0] << 8) | length[1]];
        return await ReadExactlyAsync(stream, message).ConfigureAwait(false) ? message : null;
    }

    private static async Task<bool> ReadExactlyAsync(NetworkStream stream, byte[] buffer)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var count = await stream.ReadAsync(buffer, read, buffer.Length - read).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            read += count;
        }

        return true;
    }

    private bool Track(TcpClient connection)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                return _connections.Add(connection);
            }
        }

        connection.Dispose();
        return false;
    }

    private void Forget(TcpClient connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }

        connection.Dispose();
    }
}
