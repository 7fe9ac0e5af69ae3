using System;
using System.IO;

namespace PSMailProtocol.Net;

/// <summary>
/// Reads a multi-line body up to the line that is a lone dot, and takes off the dot that was put before other lines
/// that begin with one (RFC 5321 section 4.5.2, RFC 1939 section 3). Content is kept to the octet.
/// </summary>
/// <remarks>
/// Only CRLF begins a line here, so a bare LF before a dot can neither end a body early nor lose its dot. A peer whose
/// replies end with bare LF is read by its own rule.
/// </remarks>
public sealed class DotStuffedReader
{
    private const byte Dot = (byte)'.';
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly MailConnection _connection;
    private readonly bool _bareLineFeeds;
    private readonly long _limit;
    private byte _last = LineFeed;
    private byte _lastButOne = CarriageReturn;

    /// <summary>Creates a reader for one body.</summary>
    /// <param name="connection">Where it comes from; the line before it has been read.</param>
    /// <param name="limit">The most octets of content.</param>
    /// <param name="bareLineFeeds">Whether the peer ends its lines with LF alone.</param>
    public DotStuffedReader(MailConnection connection, long limit, bool bareLineFeeds = false)
    {
        _connection = connection;
        _limit = limit;
        _bareLineFeeds = bareLineFeeds;
    }

    /// <summary>How many octets of content have been read.</summary>
    public long Length { get; private set; }

    private bool AtLineStart => _last == LineFeed && (_bareLineFeeds || _lastButOne == CarriageReturn);

    /// <summary>Reads the whole body into a stream.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> or the connection's own.</exception>
    public void CopyTo(Stream destination)
    {
        var input = _connection.Input;
        var sinceRenewal = 0L;
        while (true)
        {
            if (AtLineStart && input.Count > 0 && input.Octets[input.Start] == Dot)
            {
                if (!HasLineAfterDot(input))
                {
                    FillOrFail();
                    continue;
                }

                if (TryTakeTerminator(input))
                    return;
                input.Take(1);
            }

            if (input.Count == 0)
            {
                FillOrFail();
                continue;
            }

            var taken = TakeUntilStuffedDot(input, destination);
            Length += taken;
            if (Length > _limit)
                throw _connection.LimitReached(nameof(MailConnectionLimits.MessageSize), _limit);

            sinceRenewal += taken;
            if (sinceRenewal >= MailConnection.DeadlineStride)
            {
                sinceRenewal = 0;
                _connection.RenewDeadline();
            }
        }
    }

    /// <summary>Whether enough follows the dot to tell the terminator from content.</summary>
    private static bool HasLineAfterDot(InputBuffer input) =>
        input.Count >= 3 || (input.Count == 2 && input.Octets[input.Start + 1] != CarriageReturn);

    private bool TryTakeTerminator(InputBuffer input)
    {
        var octets = input.Octets;
        var next = input.Start + 1;
        if (octets[next] == CarriageReturn && octets[next + 1] == LineFeed)
        {
            input.Take(3);
            return true;
        }

        if (_bareLineFeeds && octets[next] == LineFeed)
        {
            input.Take(2);
            return true;
        }

        return false;
    }

    /// <summary>Takes content up to the next dot at the start of a line, in one piece however many lines it holds.</summary>
    private int TakeUntilStuffedDot(InputBuffer input, Stream destination)
    {
        var octets = input.Octets;
        var start = input.Start;
        var end = start + input.Count;
        var position = start;
        while (position < end)
        {
            var lineFeed = Array.IndexOf(octets, LineFeed, position, end - position);
            if (lineFeed < 0)
            {
                position = end;
                break;
            }

            position = lineFeed + 1;
            if ((position == end || octets[position] == Dot) && EndsLine(octets, start, lineFeed))
                break;
        }

        Remember(octets, start, position);
        destination.Write(octets, start, position - start);
        return input.Take(position - start).Count;
    }

    private bool EndsLine(byte[] octets, int start, int lineFeed) =>
        _bareLineFeeds || (lineFeed > start ? octets[lineFeed - 1] : _last) == CarriageReturn;

    private void Remember(byte[] octets, int start, int end)
    {
        _lastButOne = end - start > 1 ? octets[end - 2] : _last;
        _last = octets[end - 1];
    }

    private void FillOrFail()
    {
        if (_connection.Fill() == 0)
            throw _connection.Lost("before the body ended");
    }
}
