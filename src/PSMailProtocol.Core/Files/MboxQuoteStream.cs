using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Files;

/// <summary>Quotes the lines of one message on their way into a mbox file, however it comes in pieces.</summary>
internal sealed class MboxQuoteStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private bool _isLineStart = true;
    private bool _isEmpty = true;
    private long _quotes;
    private int _matched;
    private byte _last;

    public MboxQuoteStream(Stream destination) => _destination = destination;

    public override void Write(byte[] buffer, int offset, int count)
    {
        var end = offset + count;
        while (offset < end)
        {
            if (_isLineStart)
                MatchLineStart(buffer[offset], ref offset);
            else
                offset = CopyLine(buffer, offset, end);
        }
    }

    /// <summary>Writes what was held back, and ends the last line.</summary>
    public void Complete()
    {
        if (_isLineStart)
            WriteHeld();
        if (!_isEmpty && _last != (byte)'\n')
            WriteOctet((byte)'\n');
    }

    public override void Flush() => _destination.Flush();

    /// <summary>Holds back what may become <c>&gt;&gt;From </c> until that is known.</summary>
    private void MatchLineStart(byte octet, ref int offset)
    {
        if (_matched == 0 && octet == (byte)'>')
        {
            _quotes++;
            offset++;
            return;
        }

        if (octet == MboxLine.From[_matched])
        {
            offset++;
            if (++_matched < MboxLine.From.Length)
                return;
            _quotes++;
        }

        WriteHeld();
        _isLineStart = false;
    }

    private void WriteHeld()
    {
        for (; _quotes > 0; _quotes--)
            WriteOctet((byte)'>');
        for (var i = 0; i < _matched; i++)
            WriteOctet(MboxLine.From[i]);
        _matched = 0;
    }

    private int CopyLine(byte[] buffer, int offset, int end)
    {
        var newLine = Array.IndexOf(buffer, (byte)'\n', offset, end - offset);
        _isLineStart = newLine >= 0;
        var next = newLine < 0 ? end : newLine + 1;
        _destination.Write(buffer, offset, next - offset);
        _last = buffer[next - 1];
        _isEmpty = false;
        return next;
    }

    private void WriteOctet(byte octet)
    {
        _destination.WriteByte(octet);
        _last = octet;
        _isEmpty = false;
    }
}
