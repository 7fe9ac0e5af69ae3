using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PSMailProtocol.Sandbox.Serving;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>The wait of the sandbox for what a client says or for something else.</summary>
public sealed class SandboxTransportTests : IDisposable
{
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ManualResetEvent _other = new(initialState: false);
    private readonly SandboxTransport _transport;

    public SandboxTransportTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _transport = new SandboxTransport(listener.Accept(), cut: null, split: null);
    }

    /// <summary>
    /// By the time a system tells that octets are there, they may be read. Who took that for input would wait for the client and hear
    /// of nothing else.
    /// </summary>
    [Fact]
    public void Octets_that_were_read_before_the_wait_are_no_input()
    {
        var arrival = _transport.Arrival;
        _client.Send([1]);
        Assert.True(arrival.WaitOne());
        Assert.Equal(1, _transport.Read(new byte[2], 0, 2));

        _other.Set();
        Assert.False(_transport.WaitForInput(_other));
    }

    [Fact]
    public void What_the_client_says_counts_before_anything_else()
    {
        _client.Send([1]);
        Assert.True(_transport.WaitForInput(_other));
        _other.Set();
        Assert.True(_transport.Arrival.WaitOne());
        Assert.True(_transport.WaitForInput(_other));
        Assert.Equal(1, _transport.Read(new byte[2], 0, 2));
        Assert.False(_transport.WaitForInput(_other));
    }

    [Fact]
    public void The_end_of_the_client_is_input_and_so_is_ours()
    {
        _client.Shutdown(SocketShutdown.Send);
        Assert.True(_transport.WaitForInput(_other));
        Assert.Equal(0, _transport.Read(new byte[2], 0, 2));

        _transport.Dispose();
        Assert.True(_transport.WaitForInput(_other));
    }

    public void Dispose()
    {
        _transport.Dispose();
        _client.Dispose();
        _other.Dispose();
    }
}
