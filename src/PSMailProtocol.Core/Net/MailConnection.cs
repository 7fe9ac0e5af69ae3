using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSMailProtocol.Net;

/// <summary>
/// One connection of a line-based mail protocol, of either side: buffered lines and exact counts in, whole groups of
/// commands out, TLS from the first octet or by upgrade. It knows no protocol. Every wait has a deadline, and
/// cancellation closes the transport.
/// </summary>
public sealed partial class MailConnection : IDisposable
{
    /// <summary>How much is read at a time: many replies or TLS records, and small enough to stay out of the large object heap.</summary>
    internal const int BlockSize = 64 * 1024;

    /// <summary>How many octets of a body may pass before its deadline starts anew.</summary>
    internal const int DeadlineStride = 1024 * 1024;

    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A peer that was told goodbye closes at once; one that does not need not be waited for.</summary>
    private static readonly TimeSpan ListeningTimeout = TimeSpan.FromSeconds(1);

    private readonly Socket? _socket;
    private readonly MailConnectionOptions _options;
    private readonly ITranscript? _transcript;
    private readonly OperationDeadline _deadline;
    private readonly InputBuffer _input;
    private Stream _stream;
    private int _closed;
    private bool _sentSinceRead;
    private string? _awaited;
    private bool _isAnswered;

    /// <summary>Runs over any stream, which the connection then owns.</summary>
    /// <param name="stream">The transport.</param>
    /// <param name="options">Deadlines, caps and the transcript.</param>
    /// <param name="host">The name of the peer, for certificates and errors.</param>
    /// <param name="cancellation">Closes the transport, also in the middle of a read.</param>
    public MailConnection(Stream stream, MailConnectionOptions options, string host = "", CancellationToken cancellation = default)
    {
        _stream = stream;
        _options = options;
        Limits = options.Limits;
        _transcript = options.Transcript?.ForConnection();
        Host = host;
        _input = new InputBuffer(BlockSize);
        _deadline = new OperationDeadline(CloseTransport, cancellation);
    }

    /// <summary>Runs over a connected socket, which the connection then owns.</summary>
    public MailConnection(Socket socket, MailConnectionOptions options, string host = "", CancellationToken cancellation = default)
        : this(new NetworkStream(socket, ownsSocket: true), options, host, cancellation)
    {
        _socket = socket;
        _socket.NoDelay = true;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The name of the peer as the user gave it.</summary>
    public string Host { get; }

    /// <summary>The peer's address, or null if the connection does not run over a socket.</summary>
    public IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Our own address, or null if the connection does not run over a socket.</summary>
    public IPEndPoint? LocalEndPoint { get; }

    /// <summary>Whether the peer is on this machine. A stream that is no socket counts as remote.</summary>
    public bool IsLoopback => RemoteEndPoint is not null && IPAddress.IsLoopback(RemoteEndPoint.Address);

    /// <summary>Keeps secrets out of what the peer says while a login runs; null at any other time.</summary>
    internal LoginScreen? Screen { get; set; }

    /// <summary>Whether the connection is closed.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>The caps on what the peer may send; a connection that lasts may have others for each use.</summary>
    public MailConnectionLimits Limits { get; set; }

    /// <summary>How many times this side began to wait for the peer: the round trips of the dialogue.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Whether the line read last ended with a bare LF, which tells a peer that does not write CRLF at all.</summary>
    public bool LastLineEndedBare { get; private set; }

    /// <summary>Connects to a host: every address in turn, within <see cref="MailConnectionOptions.ConnectionTimeout"/>.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.NameResolutionFailed"/>, <see cref="MailErrors.ConnectFailed"/>
    /// or <see cref="MailErrors.ConnectTimedOut"/>, with what each address said.</exception>
    public static MailConnection Connect(string host, int port, MailConnectionOptions options, CancellationToken cancellation)
    {
        var socket = ConnectSocket(host, port, options, cancellation);
        try
        {
            var connection = new MailConnection(socket, options, host, cancellation);
            connection.Note($"connected to {host} ({connection.RemoteEndPoint})");
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts one operation: until the returned scope is disposed, everything together has to end within the deadline.
    /// An operation inside another runs on the outer one's time.
    /// </summary>
    /// <param name="allowance">The time, or null for <see cref="MailConnectionOptions.OperationTimeout"/>.</param>
    public OperationScope Operation(TimeSpan? allowance = null) => new(_deadline, allowance ?? _options.OperationTimeout);

    /// <summary>Gives the running operation its time anew; for bodies, once each <see cref="DeadlineStride"/> octets.</summary>
    internal void RenewDeadline() => _deadline.Renew();

    /// <summary>Sends commands in one write, so that no packet waits for another.</summary>
    public void Send(params WireCommand[] commands)
    {
        var total = 0;
        foreach (var command in commands)
            total += command.Octets.Length;

        var block = new byte[total];
        var position = 0;
        foreach (var command in commands)
        {
            Buffer.BlockCopy(command.Octets, 0, block, position, command.Octets.Length);
            position += command.Octets.Length;
            NoteCommand(command);
        }

        Awaited = commands[0].Verb ?? Awaited;
        try
        {
            Write(block, 0, total);
        }
        finally
        {
            Array.Clear(block, 0, total);
            foreach (var command in commands)
            {
                if (command.IsSecret)
                    command.Forget();
            }
        }
    }

    /// <summary>Writes a block as it is, in one piece.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _sentSinceRead = true;
            _stream.Write(buffer, offset, count);
            _stream.Flush();
        }
        catch (Exception e) when (IsTransportFault(e))
        {
            ThrowIfAborted(e);
            SaveParting();
            throw Translate(e);
        }
    }

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

    /// <summary>Text of the peer as anybody may read it: without the secret, while a login runs. Every reply and error is made of this.</summary>
    internal string Cleared(string text) => Screen is null ? text : Screen.Clear(text);

    /// <summary>Whether a code that the peer gives, by which programs go, may be shown.</summary>
    internal bool IsClear(string code) => Screen is null || Screen.IsClear(code);

    /// <summary>Whether anybody writes down what is said.</summary>
    internal bool IsTranscribed => _transcript is not null;

    /// <summary>Notes a line of the peer in the transcript.</summary>
    public void NoteReceived(string text)
    {
        if (_transcript is not null)
            _transcript.Write(TranscriptDirection.Server, IsEncrypted, WireText.Sanitize(Screen is null ? text : Screen.Show(text)));
    }

    /// <summary>Notes a command in the transcript, its secret hidden.</summary>
    internal void NoteCommand(WireCommand command)
    {
        if (_transcript is not null)
            _transcript.Write(TranscriptDirection.Client, IsEncrypted, WireText.Sanitize(command.ToString()));
    }

    /// <summary>Notes what stands for a body in the transcript.</summary>
    public void NoteSent(string text)
    {
        if (_transcript is not null)
            _transcript.Write(TranscriptDirection.Client, IsEncrypted, text);
    }

    /// <summary>
    /// Whether the peer has said something, or gone, while it was not its turn; it never waits. A transport that is no
    /// socket shows only what is read already.
    /// </summary>
    internal bool HasInput => _input.Count > 0 || _arrival is { IsCompleted: true } || (_socket is not null && !IsClosed && Poll(_socket));

    /// <summary>What the peer is to answer next, such as <c>EHLO</c>, for the error if it closes instead; null before the first command.</summary>
    internal string? Awaited
    {
        get => _awaited;
        set => (_awaited, _isAnswered) = (value, false);
    }

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

    /// <summary>Closes what the peer ended where the protocol does not let it end, and gives the error for it.</summary>
    internal MailException Lost(string where)
    {
        ThrowIfAborted(null);
        Dispose();
        return new MailException(MailErrors.ConnectionLost, $"{PeerName} closed the connection {where}.");
    }

    /// <summary>As <see cref="Lost"/>, where lines are due.</summary>
    /// <param name="isInLine">Whether a line has begun.</param>
    internal MailException LostInLine(bool isInLine) => Lost(WhereALineIsDue(isInLine));

    /// <summary>Takes note of a line that has come whole, which is told from no answer at all.</summary>
    internal void NoteLine() => _isAnswered = true;

    /// <summary>The error for a reached cap. The connection is of no further use.</summary>
    internal MailException LimitReached(string limitName, long limit)
    {
        Dispose();
        return new MailException(MailErrors.LimitExceeded, $"{PeerName} sent more than the cap {limitName} allows ({limit:N0}).");
    }

    /// <summary>
    /// Says goodbye where nothing hangs on the answer, and closes: a peer that does not answer in time changes nothing.
    /// </summary>
    /// <param name="command">The goodbye, for the transcript.</param>
    /// <param name="say">Says it and reads the answer.</param>
    /// <param name="listens">Whether to wait a moment for what the peer says behind its answer, before it closes.</param>
    /// <returns>Whether it said more.</returns>
    internal bool Leave(string command, Action say, bool listens = false)
    {
        if (IsClosed)
            return false;

        try
        {
            using (Operation(FarewellTimeout))
                say();
            return listens && SaysMore();
        }
        catch (MailException)
        {
            NoteSent($"(closed without an answer to {command})");
            return false;
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Closes the transport without a word to the peer. What a polite end needs, the session says before.</summary>
    public void Dispose()
    {
        CloseTransport();
        _deadline.Dispose();
    }

    /// <summary>Whether the peer says anything before it closes, which it is given a moment for.</summary>
    private bool SaysMore()
    {
        try
        {
            using (Operation(ListeningTimeout))
                return _input.Count > 0 || Fill() > 0;
        }
        catch (MailException)
        {
            return false;
        }
    }

    private string WhereALineIsDue(bool isInLine) => (isInLine, _awaited, _isAnswered) switch
    {
        (true, _, _) => "in the middle of a line",
        (_, null, _) => "before it said anything",
        (_, _, true) => $"in the middle of the answer to {_awaited}",
        _ => $"instead of answering {_awaited}",
    };

    private string PeerName => Host.Length > 0 ? Host : "The peer";

    /// <summary>A connection that does not come about has no line but this in a transcript.</summary>
    private static Socket ConnectSocket(string host, int port, MailConnectionOptions options, CancellationToken cancellation)
    {
        try
        {
            return TcpConnector.Connect(host, port, options.Addresses, options.ConnectionTimeout, cancellation);
        }
        catch (MailException e)
        {
            options.Transcript?.ForConnection().Write(TranscriptDirection.Connection, encrypted: false, WireText.Sanitize($"not connected: {e.Message}"));
            throw;
        }
    }

    private void Note(string text) => _transcript?.Write(TranscriptDirection.Connection, IsEncrypted, text);

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

    private static bool IsTransportFault(Exception e) =>
        e is IOException or ObjectDisposedException or SocketException or InvalidOperationException or NotSupportedException;

    private MailException Translate(Exception e)
    {
        ThrowIfAborted(e);
        Dispose();
        return new MailException(MailErrors.ConnectionLost, $"The connection to {PeerName} was lost: {e.Message}", e);
    }

    private void ThrowIfAborted(Exception? cause)
    {
        if (_deadline.Cancelled)
            throw new OperationCanceledException("The operation was cancelled.", cause);
        if (_deadline.Expired)
            throw new MailException(MailErrors.OperationTimedOut, $"{PeerName} did not finish within {_deadline.Allowance.TotalSeconds:0.#} s.", cause);
    }

    private void CloseTransport()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;

        // The socket first: disposing a TLS stream tries to say goodbye, which can block on a peer that reads nothing.
        _socket?.Dispose();
        _stream.Dispose();
    }
}
