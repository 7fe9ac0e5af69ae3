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

    private readonly WireOutput _output;
    private readonly long _before;
    private bool _atLineStart = true;
    private bool _pendingReturn;

    /// <summary>Creates a writer for one body, which goes out in blocks of its own.</summary>
    public DotStuffedWriter(MailConnection connection)
        : this(new WireOutput(connection))
    {
    }

    /// <summary>Creates a writer for one body among other things that go out.</summary>
    internal DotStuffedWriter(WireOutput output)
    {
        _output = output;
        _before = output.Octets;
    }

    /// <summary>How many octets were written, stuffing included.</summary>
    public long OctetsWritten => _output.Octets - _before;

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
                    _output.Put(Dot);
                _atLineStart = false;
                offset += PutUpToOddLine(buffer, offset, end);
            }
        }
    }

    /// <summary>Ends the body with the line that is a lone dot, and sends what waits.</summary>
    public void WriteTerminator()
    {
        PutTerminator();
        _output.Send();
    }

    /// <summary>Ends the body with the line that is a lone dot, which waits for what follows it.</summary>
    internal void PutTerminator()
    {
        if (_pendingReturn || !_atLineStart)
        {
            _pendingReturn = false;
            EndLine();
        }

        _output.Put(Dot);
        EndLine();
    }

    private void EndLine()
    {
        _output.Put(CarriageReturn);
        _output.Put(LineFeed);
        _atLineStart = true;
    }

    /// <summary>
    /// Puts what needs no change in one piece: whole lines that end with CRLF and are not followed by a dot, and the
    /// line behind them up to its own end. Nearly all content is of that kind.
    /// </summary>
    private int PutUpToOddLine(byte[] buffer, int offset, int end)
    {
        var position = offset;
        while (true)
        {
            var lineFeed = Array.IndexOf(buffer, LineFeed, position, end - position);
            var stop = lineFeed < 0 ? end : lineFeed;
            var carriageReturn = Array.IndexOf(buffer, CarriageReturn, position, stop - position);
            if (carriageReturn < 0 || carriageReturn != stop - 1 || lineFeed < 0 || lineFeed + 1 == end
                || buffer[lineFeed + 1] is Dot or CarriageReturn or LineFeed)
            {
                position = carriageReturn < 0 ? stop : carriageReturn;
                break;
            }

            position = lineFeed + 1;
        }

        _output.Put(buffer, offset, position - offset);
        return position - offset;
    }
}
