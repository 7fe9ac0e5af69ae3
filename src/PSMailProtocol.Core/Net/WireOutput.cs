using System;

namespace PSMailProtocol.Net;

/// <summary>
/// Collects what goes to the peer in one block and writes it in one piece: when the block is full, or when it is told
/// to. So commands travel together, and with the end of the content before them.
/// </summary>
internal sealed class WireOutput
{
    /// <summary>
    /// What a TLS record holds at the most (RFC 8446 section 5.1); a larger block would only let the peer wait for its first octets.
    /// </summary>
    private const int BlockSize = 16 * 1024;

    private readonly MailConnection _connection;
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;
    private long _written;
    private long _sinceRenewal;
    private Action? _leaving;
    private long _leavesAt;

    public WireOutput(MailConnection connection) => _connection = connection;

    /// <summary>How many octets were put in, ever.</summary>
    public long Octets { get; private set; }

    /// <summary>How many octets wait to be written.</summary>
    public int Waiting => _filled;

    /// <summary>Called before a full block goes out on its own, which is a chance to notice that the peer has had enough.</summary>
    public Action? BeforeFullBlock { get; set; }

    /// <summary>Puts in a command and notes it in the transcript.</summary>
    public void Put(WireCommand command)
    {
        _connection.NoteCommand(command);
        Put(command.Octets, 0, command.Octets.Length);
    }

    /// <summary>Puts in one octet.</summary>
    public void Put(byte octet)
    {
        if (_filled == _block.Length)
            SendFull();
        _block[_filled++] = octet;
        Octets++;
    }

    /// <summary>Puts in octets as they are.</summary>
    public void Put(byte[] buffer, int offset, int count)
    {
        Octets += count;
        while (count > 0)
        {
            if (_filled == _block.Length)
                SendFull();
            var piece = Math.Min(count, _block.Length - _filled);
            Buffer.BlockCopy(buffer, offset, _block, _filled, piece);
            _filled += piece;
            offset += piece;
            count -= piece;
        }
    }

    /// <summary>
    /// Has somebody told when the peer can have everything that was put in so far. A write that fails has not sent all it was
    /// given, so that is after the write that ends with the last of it; but before one that goes on behind it, since nobody
    /// knows how far such a write came.
    /// </summary>
    public void WhenLeaving(Action leaving) => (_leaving, _leavesAt) = (leaving, Octets);

    /// <summary>Writes what waits.</summary>
    public void Send()
    {
        if (_filled == 0)
            return;

        var count = _filled;
        _filled = 0;
        if (_leavesAt < _written + count)
            Leave();
        _connection.Write(_block, 0, count);
        _written += count;
        if (_leavesAt <= _written)
            Leave();
        _sinceRenewal += count;
        if (_sinceRenewal < MailConnection.DeadlineStride)
            return;

        _sinceRenewal = 0;
        _connection.RenewDeadline();
    }

    private void Leave()
    {
        _leaving?.Invoke();
        _leaving = null;
    }

    private void SendFull()
    {
        BeforeFullBlock?.Invoke();
        Send();
    }
}
