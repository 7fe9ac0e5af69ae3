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
        : this(stream, null, options, host, cancellation)
    {
    }

    /// <summary>Runs over a connected socket, which the connection then owns.</summary>
    public MailConnection(Socket socket, MailConnectionOptions options, string host = "", CancellationToken cancellation = default)
        : this(new NetworkStream(socket, ownsSocket: true), socket, options, host, cancellation)
    {
    }

    private MailConnection(Stream stream, Socket? socket, MailConnectionOptions options, string host, CancellationToken cancellation)
    {
        _stream = stream;
        _options = options;
        Limits = options.Limits;
        _transcript = options.Transcript?.ForConnection();
        Host = host;
        _input = new InputBuffer(BlockSize);
        if (socket is not null)
        {
            _socket = socket;
            _socket.NoDelay = true;
            RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
            LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        }

        // The last thing, since a cancellation closes the socket from here on, and nothing more can be asked of that.
        _deadline = new OperationDeadline(CloseTransport, cancellation);
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

    /// <summary>
    /// Text of the peer as anybody may read it: without the secret, while a login runs. Every reply and error is made of this.
    /// </summary>
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
    /// What the peer is to answer next, such as <c>EHLO</c>, for the error if it closes instead; null before the first command.
    /// </summary>
    internal string? Awaited
    {
        get => _awaited;
        set => (_awaited, _isAnswered) = (value, false);
    }

    /// <summary>Takes note of a line that has come whole, which is told from no answer at all.</summary>
    internal void NoteLine() => _isAnswered = true;

    /// <summary>A connection that does not come about has no line but this in a transcript.</summary>
    private static Socket ConnectSocket(string host, int port, MailConnectionOptions options, CancellationToken cancellation)
    {
        try
        {
            return TcpConnector.Connect(host, port, options.Addresses, options.ConnectionTimeout, cancellation);
        }
        catch (MailException e)
        {
            options.Transcript?.ForConnection()
                .Write(TranscriptDirection.Connection, encrypted: false, WireText.Sanitize($"not connected: {e.Message}"));
            throw;
        }
    }

    private void Note(string text) => _transcript?.Write(TranscriptDirection.Connection, IsEncrypted, text);
}
