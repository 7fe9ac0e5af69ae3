using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>A stream that passes on what is written to it with every line end as CRLF, the last line's too.</summary>
/// <remarks>
/// A line ends at LF, with any CR before it, and at a CR of its own. So <c>CR CR LF</c>, which a translation of line ends
/// done twice leaves behind, is one line end and makes no empty line, which would end a header block early.
/// </remarks>
internal sealed class LineEndFilter : WriteOnlyStream
{
    private const int BlockLength = 1 << 16;

    private readonly byte[] _block = new byte[BlockLength];
    private readonly Stream _destination;
    private int _filled;
    private int _pendingReturns;
    private bool _atLineStart = true;

    public LineEndFilter(Stream destination) => _destination = destination;

    public override void Write(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        while (offset < end)
        {
            int feed = Array.IndexOf(buffer, (byte)'\n', offset, end - offset);
            int stop = feed < 0 ? end : feed;
            WriteLine(buffer, offset, stop);
            if (feed < 0)
                return;
            _pendingReturns = 0;
            EndLine();
            offset = feed + 1;
        }
    }

    /// <summary>Ends the last line and writes what is left.</summary>
    public void Complete()
    {
        EndReturns();
        if (!_atLineStart)
            EndLine();
        Drain();
    }

    /// <summary>Writes what has no LF in it.</summary>
    private void WriteLine(byte[] buffer, int start, int stop)
    {
        while (start < stop)
        {
            int found = Array.IndexOf(buffer, (byte)'\r', start, stop - start);
            int end = found < 0 ? stop : found;
            if (end > start)
                Pass(buffer, start, end - start);
            if (found < 0)
                return;
            _pendingReturns++;
            start = found + 1;
        }
    }

    private void Pass(byte[] buffer, int offset, int count)
    {
        EndReturns();
        _atLineStart = false;
        while (count > 0)
        {
            if (_filled == BlockLength)
                Drain();
            int part = Math.Min(count, BlockLength - _filled);
            Buffer.BlockCopy(buffer, offset, _block, _filled, part);
            _filled += part;
            offset += part;
            count -= part;
        }
    }

    private void EndReturns()
    {
        for (; _pendingReturns > 0; _pendingReturns--)
            EndLine();
    }

    private void EndLine()
    {
        if (_filled + 2 > BlockLength)
            Drain();
        _block[_filled++] = (byte)'\r';
        _block[_filled++] = (byte)'\n';
        _atLineStart = true;
    }

    private void Drain()
    {
        _destination.Write(_block, 0, _filled);
        _filled = 0;
    }
}
