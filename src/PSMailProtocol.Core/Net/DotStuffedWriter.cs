using System;

namespace PSMailProtocol.Net;

/// <summary>
/// Writes a body so that only its end looks like an end: every line end becomes CRLF first, then a dot goes before each
/// line that begins with one (RFC 5321 sections 2.3.8 and 4.5.2). Written in blocks, each in one piece; flushing
/// sends nothing, so that none is small.
/// </summary>
public sealed class DotStuffedWriter : WriteOnlyStream
{
    private const byte Dot = (byte)'.';
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly MailConnection _connection;
    private readonly byte[] _block = new byte[MailConnection.BlockSize];
    private int _filled;
    private long _sinceRenewal;
    private bool _atLineStart = true;
    private bool _pendingReturn;

    /// <summary>Creates a writer for one body.</summary>
    public DotStuffedWriter(MailConnection connection) => _connection = connection;

    /// <summary>How many octets went out, stuffing included.</summary>
    public long OctetsWritten { get; private set; }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        var end = offset + count;
        while (offset < end)
        {
            if (_pendingReturn)
            {
                _pendingReturn = false;
                EndLine();
                if (buffer[offset] == LineFeed)
                {
                    offset++;
                    continue;
                }
            }

            var octet = buffer[offset];
            if (octet == LineFeed)
            {
                EndLine();
                offset++;
            }
            else if (octet == CarriageReturn)
            {
                _pendingReturn = true;
                offset++;
            }
            else
            {
                if (_atLineStart && octet == Dot)
                    Put(Dot);
                _atLineStart = false;
                offset += PutUpToLineEnd(buffer, offset, end);
            }
        }
    }

    /// <summary>Ends the body with the line that is a lone dot, and sends what waits.</summary>
    public void WriteTerminator()
    {
        if (_pendingReturn || !_atLineStart)
        {
            _pendingReturn = false;
            EndLine();
        }

        Put(Dot);
        EndLine();
        Send();
    }

    private void EndLine()
    {
        Put(CarriageReturn);
        Put(LineFeed);
        _atLineStart = true;
    }

    private int PutUpToLineEnd(byte[] buffer, int offset, int end)
    {
        var lineFeed = Array.IndexOf(buffer, LineFeed, offset, end - offset);
        var stop = lineFeed < 0 ? end : lineFeed;
        var carriageReturn = Array.IndexOf(buffer, CarriageReturn, offset, stop - offset);
        var count = (carriageReturn < 0 ? stop : carriageReturn) - offset;
        Put(buffer, offset, count);
        return count;
    }

    private void Put(byte octet)
    {
        if (_filled == _block.Length)
            Send();
        _block[_filled++] = octet;
    }

    private void Put(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (_filled == _block.Length)
                Send();
            var piece = Math.Min(count, _block.Length - _filled);
            Buffer.BlockCopy(buffer, offset, _block, _filled, piece);
            _filled += piece;
            offset += piece;
            count -= piece;
        }
    }

    private void Send()
    {
        _connection.Write(_block, 0, _filled);
        OctetsWritten += _filled;
        _sinceRenewal += _filled;
        _filled = 0;
        if (_sinceRenewal < MailConnection.DeadlineStride)
            return;

        _sinceRenewal = 0;
        _connection.RenewDeadline();
    }
}
