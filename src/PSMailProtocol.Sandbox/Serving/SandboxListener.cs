using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>One port and the thread that takes its connections.</summary>
internal sealed class SandboxListener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly Thread _thread;
    private readonly ConnectionRegister _register;
    private readonly Action<Socket, long> _serve;
    private volatile bool _closing;

    public SandboxListener(string name, IPEndPoint endPoint, ConnectionRegister register, Action<Socket, long> serve)
    {
        _register = register;
        _serve = serve;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Accepting never blocks, because it happens under the register's lock; waiting does, before it.
            _socket.Blocking = false;
            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Whether a client is connected that has not been accepted yet.</summary>
    public bool HasWaitingConnection => !_closing && _socket.Poll(0, SelectMode.SelectRead);

    public void Dispose()
    {
        if (_closing)
            return;

        // A connection of our own wakes the thread on every system alike, which closing the socket under it does not.
        _closing = true;
        using (var wake = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            Knock(wake);
            _thread.Join();
        }

        _socket.Dispose();
    }

    /// <summary>Begins to connect without waiting: where the backlog is full, the thread is awake already.</summary>
    private void Knock(Socket wake)
    {
        wake.Blocking = false;
        try
        {
            wake.Connect(EndPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It is on its way.
        }
    }

    private void Run()
    {
        while (true)
        {
            _socket.Poll(-1, SelectMode.SelectRead);
            if (_closing)
                return;
            _register.Accept(_socket, _thread.Name + " connection", _serve);
        }
    }
}
