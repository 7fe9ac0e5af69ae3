using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>A server that answers nothing and counts who connects: where hostile mail would report to.</summary>
internal sealed class Witness : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _came = new(0);
    private int _connections;

    public Witness()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Run();
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Waits until somebody came.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout) => _came.WaitAsync(timeout);

    /// <summary>How many came before this moment: connections are taken in their order, so one of our own is behind all others.</summary>
    public async Task<int> CountAsync()
    {
        var before = Volatile.Read(ref _connections);
        using var own = new TcpClient();
        await own.ConnectAsync(IPAddress.Loopback, Port);
        while (Volatile.Read(ref _connections) == before)
            await _came.WaitAsync();
        return Volatile.Read(ref _connections) - 1;
    }

    public void Dispose() => _listener.Stop();

    private async Task Run()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _came.Release();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
