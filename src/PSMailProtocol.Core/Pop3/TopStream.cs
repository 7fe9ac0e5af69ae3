using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// Passes on what TOP would send: the header, the blank line and so many lines of the body (RFC 1939 section 7). For
/// servers that only give out whole messages.
/// </summary>
internal sealed class TopStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private long _linesLeft;
    private bool _isInBody;
    private bool _lineIsBlank = true;

    public TopStream(Stream destination, int lines)
    {
        _destination = destination;
        _linesLeft = lines;
    }

    private bool IsDone => _isInBody && _linesLeft == 0;

    public override void Write(byte[] buffer, int offset, int count)
    {
        var end = offset + count;
        var position = offset;
        while (position < end && !IsDone)
        {
            var lineFeed = Array.IndexOf(buffer, (byte)'\n', position, end - position);
            var lineEnd = lineFeed < 0 ? end : lineFeed;
            _lineIsBlank &= IsBlank(buffer, position, lineEnd);
            position = lineEnd;
            if (lineFeed >= 0)
            {
                EndLine();
                position++;
            }
        }

        _destination.Write(buffer, offset, position - offset);
    }

    private static bool IsBlank(byte[] buffer, int start, int end) =>
        end == start || (end - start == 1 && buffer[start] == '\r');

    private void EndLine()
    {
        if (_isInBody)
            _linesLeft--;
        else
            _isInBody = _lineIsBlank;
        _lineIsBlank = true;
    }
}
