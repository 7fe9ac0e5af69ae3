using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// The server's side of one connection: commands in, replies out. Replies wait until the next read would block, so that
/// the answers to pipelined commands travel together.
/// </summary>
internal sealed class SandboxConnection : IDisposable
{
    /// <summary>What a dialogue shows in the place of a secret.</summary>
    public const string Hidden = "********";

    private const int LargestBacklog = 64 * 1024;

    private readonly SandboxTransport _transport;
    private readonly MailConnection _connection;
    private readonly SharedTranscript? _transcript;
    private readonly SessionDialogue? _dialogue;
    private readonly bool _asksForCertificate;
    private readonly CancellationToken _closing;
    private readonly MemoryStream _replies = new();
    private readonly TimeSpan _latency;
    private byte[] _suffix = [];
    private bool _isAnswering;
    private bool _muted;

    public SandboxConnection(SandboxTransport transport, MailSandboxOptions options, SharedTranscript? transcript,
        SessionDialogue? dialogue, CancellationToken closing)
    {
        _transport = transport;
        _transcript = transcript;
        _dialogue = dialogue;
        _asksForCertificate = options.Mechanisms.Contains("EXTERNAL");
        _closing = closing;
        _latency = options.Latency;
        var connection = new MailConnectionOptions
        {
            OperationTimeout = options.IdleTimeout,
            Limits = new MailConnectionLimits { MessageSize = 2L * options.MaximumMessageSize },
        };
        _connection = new MailConnection(transport, connection, "the client", closing);
    }

    /// <summary>Where the client is.</summary>
    public IPEndPoint Client => _transport.Client;

    /// <summary>Whether the connection is inside TLS.</summary>
    public bool IsEncrypted => _connection.IsEncrypted;

    /// <summary>The version of TLS; None in clear.</summary>
    public SslProtocols TlsProtocol => _connection.TlsProtocol;

    /// <summary>The certificate that the client showed, whoever issued it; null if it showed none.</summary>
    public X509Certificate2? ClientCertificate => _connection.ClientCertificate;

    /// <summary>Whether the line read last ended with a bare LF.</summary>
    public bool LastLineEndedBare => _connection.LastLineEndedBare;

    /// <summary>Reads a line of text; what waits to be sent goes first if none is there yet.</summary>
    public string ReadLine(int limit)
    {
        var line = ReadOctetLine(limit);
        return WireText.Decode(line.Array!, line.Offset, line.Count);
    }

    /// <summary>Reads a line; its octets are good until the next read.</summary>
    public ArraySegment<byte> ReadOctetLine(int limit)
    {
        if (_connection.Input.IndexOf((byte)'\n', 0) < 0)
            Flush();
        _isAnswering = false;
        using (_connection.Operation())
            return _connection.ReadLine(limit, "CommandLine");
    }

    /// <summary>Reads a body up to the lone dot.</summary>
    public void ReadDotStuffed(Stream destination)
    {
        Flush();
        _isAnswering = false;
        using (_connection.Operation())
            new DotStuffedReader(_connection, _connection.Limits.MessageSize).CopyTo(destination);
    }

    /// <summary>Reads exactly so many octets.</summary>
    public void ReadExactly(byte[] buffer, int offset, int count)
    {
        Flush();
        _isAnswering = false;
        using (_connection.Operation())
            _connection.ReadExactly(buffer, offset, count);
    }

    /// <summary>What becomes of IMAP's untagged responses; null if they stay as they are. A change to null leaves one out.</summary>
    public Func<string, string?>? Change { get; set; }

    /// <summary>Puts a line of a reply in line.</summary>
    public void Reply(string line)
    {
        if (Change is { } change && line.StartsWith("* ", StringComparison.Ordinal))
        {
            if (change(line) is not { } changed)
                return;
            line = changed;
        }

        Note(TranscriptDirection.Server, line);
        var octets = Encoding.UTF8.GetBytes(line + "\r\n");
        Write(octets, 0, octets.Length);
    }

    /// <summary>Puts a line in line whose end the transcript does not show.</summary>
    public void ReplySecret(string prefix, string secret)
    {
        Note(TranscriptDirection.Server, secret.Length == 0 ? prefix : prefix + Hidden);
        var octets = Encoding.UTF8.GetBytes(prefix + secret + "\r\n");
        Write(octets, 0, octets.Length);
    }

    /// <summary>Puts octets in line, which the transcript does not show.</summary>
    public void Write(byte[] octets, int offset, int count)
    {
        _replies.Write(octets, offset, count);
        if (_replies.Length > LargestBacklog)
            Flush();
    }

    /// <summary>From here on nothing is sent, though all goes on.</summary>
    public void Mute()
    {
        Flush();
        _muted = true;
    }

    /// <summary>Has octets follow the reply to come, in one write with it.</summary>
    public void Inject(byte[] octets) => _suffix = octets;

    /// <summary>Marks the end of the reply to a command.</summary>
    public void EndReply()
    {
        if (_suffix.Length == 0)
            return;

        Note(TranscriptDirection.Connection, $"fault: {_suffix.Length} octets injected");
        _replies.Write(_suffix, 0, _suffix.Length);
        _suffix = [];
    }

    /// <summary>Sends what waits, in one write.</summary>
    public void Flush()
    {
        var count = (int)_replies.Length;
        _replies.SetLength(0);
        if (count == 0 || _muted)
            return;

        // The first octet of an answer is late, and the others follow at once.
        if (_latency > TimeSpan.Zero && !_isAnswering)
            _closing.WaitHandle.WaitOne(_latency);
        _isAnswering = true;
        using (_connection.Operation())
            _connection.Write(_replies.GetBuffer(), 0, count);
    }

    /// <summary>Sends what waits and encrypts. Anything the client sent ahead in clear ends the connection (RFC 3207 section 6).</summary>
    public void StartTls(X509Certificate2 certificate)
    {
        EndReply();
        Flush();
        _connection.AcceptTls(certificate, _asksForCertificate);
        Note(TranscriptDirection.Connection, $"encrypted with {_connection.TlsProtocol}");
    }

    /// <summary>Writes the same octets until the client gives up.</summary>
    public void Repeat(byte[] octets)
    {
        while (true)
            Write(octets, 0, octets.Length);
    }

    /// <summary>Sends what waits and does nothing for a while, or until the sandbox closes.</summary>
    public void Wait(TimeSpan time)
    {
        Flush();
        _closing.WaitHandle.WaitOne(time);
    }

    /// <summary>
    /// Sends what waits, and waits for the client or for something else; true if it is time to read what the client says.
    /// </summary>
    public bool WaitForInput(WaitHandle other)
    {
        if (_connection.Input.Count > 0)
            return true;

        Flush();
        using (_connection.Operation())
            return _transport.WaitForInput(other, _closing.WaitHandle) || _closing.IsCancellationRequested;
    }

    /// <summary>Reads and drops everything until the client gives up.</summary>
    public void Stall()
    {
        Flush();
        var ignored = new byte[4096];
        using (_connection.Operation())
        {
            while (true)
                _connection.ReadSome(ignored, 0, ignored.Length);
        }
    }

    /// <summary>Sends what waits and ends the connection without loss.</summary>
    public void Finish()
    {
        if (_connection.IsClosed)
            return;

        Flush();
        using (_connection.Operation())
            _transport.Finish();
    }

    /// <summary>Sends what waits and closes at once, whatever the client is still sending.</summary>
    public void HangUp()
    {
        Flush();
        _connection.Dispose();
    }

    /// <summary>Shows a command in the transcript.</summary>
    public void NoteCommand(string shown) => Note(TranscriptDirection.Client, shown);

    /// <summary>Shows a reply that was written octet by octet.</summary>
    public void NoteReply(string shown) => Note(TranscriptDirection.Server, shown);

    /// <summary>Shows a remark in the transcript.</summary>
    public void NoteEvent(string text) => Note(TranscriptDirection.Connection, text);

    public void Dispose() => _connection.Dispose();

    private void Note(TranscriptDirection direction, string text)
    {
        if (_transcript is null && _dialogue is null)
            return;

        text = WireText.Sanitize(text);
        _transcript?.Write(direction, IsEncrypted, text);
        _dialogue?.Add(direction, IsEncrypted, text);
    }
}
