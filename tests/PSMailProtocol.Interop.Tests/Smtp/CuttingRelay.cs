using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Smtp;

/// <summary>
/// Stands before a server and cuts each connection once so many octets went one way: the client sees it end, and so does the server, which
/// keeps what it got until then.
/// </summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _server;
    private readonly List<Task> _connections = [];
    private readonly Thread _accepting;

    public CuttingRelay(IPEndPoint here, IPEndPoint server)
    {
        _server = server;
        _listener.Bind(here);
        _listener.Listen();
        _accepting = new Thread(Accept) { IsBackground = true };
        _accepting.Start();
    }

    /// <summary>Whether octets of the server are counted; otherwise those of the client.</summary>
    public bool CountsReplies { get; init; }

    /// <summary>After how many octets the next connection is cut.</summary>
    public int Limit { get; set; }

    /// <summary>Waits until the server has closed every connection, so that nothing more comes of them.</summary>
    public void WaitUntilIdle()
    {
        lock (_connections)
        {
            Assert.True(Task.WaitAll([.. _connections], TimeSpan.FromMinutes(10)));
            _connections.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _accepting.Join();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.Accept();
                var limit = Limit;
                lock (_connections)
                    _connections.Add(Task.Run(() => Serve(client, limit)));
            }
        }
        catch (SocketException)
        {
            // Nobody is waited for any longer.
        }
    }

    private void Serve(Socket client, int limit)
    {
        using (client)
        {
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            server.Connect(_server);
            var replies = Task.Run(() =>
            {
                Pass(server, client, CountsReplies ? limit : int.MaxValue);
                End(client, SocketShutdown.Both);
                Drain(server);
            });
            Pass(client, server, CountsReplies ? int.MaxValue : limit);
            End(client, SocketShutdown.Both);
            End(server, SocketShutdown.Send);
            replies.Wait();
        }
    }

    /// <summary>Passes octets on until one side ends or the limit is reached.</summary>
    private static void Pass(Socket from, Socket to, int limit)
    {
        var buffer = new byte[4096];
        try
        {
            while (limit > 0 && from.Receive(buffer, Math.Min(limit, buffer.Length), SocketFlags.None) is > 0 and var count)
            {
                to.Send(buffer, count, SocketFlags.None);
                limit -= count;
            }
        }
        catch (SocketException)
        {
            // One side is gone, which ends it as well.
        }
    }

    private static void Drain(Socket server)
    {
        var buffer = new byte[4096];
        try
        {
            while (server.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The server closed it.
        }
    }

    private static void End(Socket socket, SocketShutdown what)
    {
        try
        {
            socket.Shutdown(what);
        }
        catch (SocketException)
        {
            // It has ended.
        }
    }
}
