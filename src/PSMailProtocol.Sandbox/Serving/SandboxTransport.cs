using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// The octets of one accepted socket, counted, so that a connection can end after any of them; and an end that loses
/// nothing of what was sent and waits for the client's own.
/// </summary>
internal sealed class SandboxTransport : Stream
{
    private readonly Socket _socket;
    private readonly SandboxFaultEffect.Cut? _cut;
    private readonly int _largestWrite;
    private long _sent;
    private long _received;
    private IAsyncResult? _arrival;

    public SandboxTransport(Socket socket, SandboxFaultEffect.Cut? cut, SandboxFaultEffect.Split? split)
    {
        _socket = socket;
        _socket.NoDelay = true;
        Client = (IPEndPoint)socket.RemoteEndPoint!;
        _cut = cut;
        _largestWrite = split?.Octets ?? int.MaxValue;
    }

    /// <summary>Where the client is.</summary>
    public IPEndPoint Client { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        // A read of no octets, by which TLS waits for some, is not one behind the cut.
        if (_cut is { Sent: false } && count > 0)
        {
            count = (int)Math.Min(count, _cut.Octets - _received);
            if (count <= 0)
                throw CutHere();
        }

        var read = Receive(buffer, offset, count);
        _received += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var allowed = _cut is { Sent: true } ? (int)Math.Min(count, _cut.Octets - _sent) : count;
        for (var written = 0; written < allowed;)
        {
            var piece = Math.Min(_largestWrite, allowed - written);
            SendAll(buffer, offset + written, piece);
            written += piece;
        }

        _sent += allowed;
        if (allowed < count)
            throw CutHere();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Says that nothing more comes and reads until the client has closed too. Closing at once would turn what the client
    /// still sends into a reset, which can destroy replies that it has not read yet; and the wait shows which clients
    /// leave their sockets open.
    /// </summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            var ignored = new byte[16 * 1024];
            while (_socket.Receive(ignored) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client reset the connection, or the sandbox closes: either is an end.
        }
    }

    /// <summary>A read of no octets, which ends when some are there; one that is still under way serves the next wait.</summary>
    internal WaitHandle Arrival => (_arrival ??= _socket.BeginReceive([], 0, 0, SocketFlags.None, null, null)).AsyncWaitHandle;

    /// <summary>Waits until octets are there, or the end; false if one of the handles is set before.</summary>
    public bool WaitForInput(params WaitHandle[] others)
    {
        try
        {
            while (WaitHandle.WaitAny([Arrival, .. others]) == 0)
            {
                _arrival = null;

                // On Unix octets may end it that were read meanwhile, and whoever read on would wait for the client alone.
                if (_socket.Poll(0, SelectMode.SelectRead))
                    return true;
            }

            return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // What went wrong the read to come will tell.
            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _socket.Dispose();
        base.Dispose(disposing);
    }

    private int Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            return _socket.Receive(buffer, offset, count, SocketFlags.None);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void SendAll(byte[] buffer, int offset, int count)
    {
        try
        {
            while (count > 0)
            {
                var sent = _socket.Send(buffer, offset, count, SocketFlags.None);
                offset += sent;
                count -= sent;
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private IOException CutHere()
    {
        Finish();
        return new IOException("A fault of the sandbox ended the connection.");
    }
}
