using System;
using System.IO;
using System.Net.Sockets;

namespace PSMailProtocol.Net;

/// <content>What comes in: lines, exact counts, and whether there is anything.</content>
public sealed partial class MailConnection
{
    /// <summary>Whether the line read last ended with a bare LF, which tells a peer that does not write CRLF at all.</summary>
    public bool LastLineEndedBare { get; private set; }

    /// <summary>Reads a line up to LF and returns it without its end; the octets are good until the next read.</summary>
    /// <param name="limit">The longest line allowed, in octets without its end.</param>
    /// <param name="limitName">The cap's name, for the error.</param>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/>, <see cref="MailErrors.ConnectionLost"/> or
    /// <see cref="MailErrors.OperationTimedOut"/>.</exception>
    public ArraySegment<byte> ReadLine(int limit, string limitName)
    {
        var scanned = 0;
        int end;
        while ((end = _input.IndexOf((byte)'\n', scanned)) < 0)
        {
            scanned = _input.Count;
            if (scanned > limit + 1)
                throw LimitReached(limitName, limit);
            if (Fill() == 0)
                throw LostInLine(_input.Count > 0);
        }

        var line = _input.Take(end + 1);
        LastLineEndedBare = end == 0 || line.Array![line.Offset + end - 1] != (byte)'\r';
        var length = LastLineEndedBare ? end : end - 1;
        NoteLine();
        if (length > limit)
            throw LimitReached(limitName, limit);
        return new ArraySegment<byte>(line.Array!, line.Offset, length);
    }

    /// <summary>Reads one line of a reply as text and notes it in the transcript.</summary>
    public string ReadReplyLine()
    {
        var line = ReadLine(Limits.ReplyLine, nameof(Limits.ReplyLine));
        var text = WireText.Decode(line.Array!, line.Offset, line.Count);
        NoteReceived(text);
        return text;
    }

    /// <summary>Reads exactly so many octets.</summary>
    public void ReadExactly(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            var read = ReadSome(buffer, offset, count);
            offset += read;
            count -= read;
        }
    }

    /// <summary>Reads at least one octet and at the most <paramref name="count"/>; a closed connection is an error.</summary>
    public int ReadSome(byte[] buffer, int offset, int count)
    {
        if (_input.Count == 0 && Fill() == 0)
            throw Lost("before all announced octets came");
        return _input.CopyTo(buffer, offset, count);
    }

    /// <summary>
    /// Whether the peer has said something, or gone, while it was not its turn; it never waits. A transport that is no
    /// socket shows only what is read already.
    /// </summary>
    internal bool HasInput => _input.Count > 0 || _arrival is { IsCompleted: true } || (_socket is not null && !IsClosed && Poll(_socket));

    /// <summary>
    /// Whether octets of the peer lie unread, which a close is not. Under TLS only what is decrypted counts: what else
    /// waits may be a record of TLS itself.
    /// </summary>
    internal bool HasUnread => _input.Count > 0 || (!IsEncrypted && _socket is not null && !IsClosed && Waits(_socket));

    /// <summary>
    /// Whether the peer has closed behind what is read already. It never waits; a transport that is no socket has closed if a
    /// read gives nothing.
    /// </summary>
    internal bool HasEnded() => (_socket is null || Poll(_socket)) && Fill() == 0;

    /// <summary>The octets that are read and not yet taken; for readers that work on blocks.</summary>
    internal InputBuffer Input => _input;

    /// <summary>Reads more octets behind those in <see cref="Input"/>; 0 at the end of the connection.</summary>
    internal int Fill()
    {
        if (_sentSinceRead)
        {
            _sentSinceRead = false;
            RoundTrips++;
        }

        try
        {
            return ReadOnce();
        }
        catch (Exception e) when (IsTransportFault(e))
        {
            throw Translate(e);
        }
    }

    /// <summary>
    /// Takes in what the peer had said before it went, as far as a block holds it. On a connection that no longer takes any
    /// octets a read does not wait: it gives what is there, or fails. One that a wait left under way has brought it by now, or nothing.
    /// </summary>
    private void SaveParting()
    {
        try
        {
            while (_arrival is not { IsCompleted: false } && _input.Count < BlockSize && ReadOnce() > 0)
            {
            }
        }
        catch (Exception e) when (IsTransportFault(e))
        {
            // That was all there is.
        }
    }

    private static bool Poll(Socket socket, TimeSpan patience = default) =>
        Ask(socket, open => open.Poll((int)(patience.TotalMilliseconds * 1000), SelectMode.SelectRead), ifClosed: true);

    private static bool Waits(Socket socket) => Ask(socket, open => open.Available > 0, ifClosed: false);

    /// <summary>Asks a socket that may be closed under us: the next command or read says why.</summary>
    private static bool Ask(Socket socket, Func<Socket, bool> question, bool ifClosed)
    {
        try
        {
            return question(socket);
        }
        catch (Exception e) when (IsTransportFault(e))
        {
            return ifClosed;
        }
    }
}
