using System;
using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// Sends commands ahead of their answers (PIPELINING, RFC 2449 section 6.6) and hands them back in order, each when its
/// answer is the next thing to read. Without the capability it sends one command at a time.
/// </summary>
/// <remarks>
/// Neither side can block the other. Commands that have no answer yet are fewer octets than any transport buffers, so
/// that a write ends even while the server is busy writing and reads nothing; and after each write comes a read.
/// </remarks>
internal sealed class Pop3Pipeline
{
    /// <summary>The most octets of commands without an answer.</summary>
    internal const int LargestBacklog = 4096;

    /// <summary>The most messages asked for ahead.</summary>
    internal const int LargestWindow = 256;

    /// <summary>The most octets of messages asked for ahead, by the sizes that the server gives; two messages always go.</summary>
    internal const long LargestAnswer = 4 * 1024 * 1024;

    /// <summary>The window grows from here, so that a caller who wants a few messages is not sent hundreds.</summary>
    private const int FirstWindow = 16;

    private readonly MailConnection _connection;
    private readonly Func<Pop3Request, WireCommand> _write;
    private readonly bool _isOffered;
    private readonly Queue<Pop3Request> _urgent = new();
    private readonly Queue<Pop3Request> _waiting = new();
    private readonly Queue<Pop3Request> _sent = new();
    private int _window;
    private bool _hasSent;
    private int _backlog;
    private long _expected;

    /// <param name="connection">The connection.</param>
    /// <param name="isOffered">Whether the server takes commands ahead.</param>
    /// <param name="write">Makes the command of a request, when it is sent.</param>
    /// <param name="isLongAnswered">Whether answers are messages, of which few may be wanted, and not single lines.</param>
    public Pop3Pipeline(MailConnection connection, bool isOffered, Func<Pop3Request, WireCommand> write, bool isLongAnswered)
    {
        _connection = connection;
        _isOffered = isOffered;
        _write = write;
        _window = isLongAnswered ? FirstWindow : int.MaxValue;
    }

    /// <summary>Whether to send nothing ahead for now, because the next answer decides what to send at all.</summary>
    public bool IsHeld { get; set; }

    /// <summary>How many commands have no answer yet.</summary>
    public int Outstanding => _sent.Count;

    /// <summary>Puts a request in line: behind all others, or before those that do not wait for an answer yet.</summary>
    public void Add(Pop3Request request, bool urgent = false) => (urgent ? _urgent : _waiting).Enqueue(request);

    /// <summary>Drops what has not been sent and is not urgent.</summary>
    public void Forget() => _waiting.Clear();

    /// <summary>Sends what may go ahead; returns the request whose answer is to be read now, whole, or null if none is left.</summary>
    public Pop3Request? Next()
    {
        if (_sent.Count == 0 || MaySendMore())
            Send();
        return NextSent();
    }

    /// <summary>Takes the oldest request whose answer has not been read, without sending any more.</summary>
    public Pop3Request? NextSent()
    {
        if (_sent.Count == 0)
            return null;

        var request = _sent.Dequeue();
        _backlog -= request.CommandLength;
        _expected -= request.Expected;
        _connection.Awaited = request.Verb;
        return request;
    }

    /// <summary>Only when half of the window is used up: many commands in one write, and not a write for each.</summary>
    private bool MaySendMore() =>
        _isOffered && !IsHeld
        && _sent.Count <= _window / 2 && _backlog <= LargestBacklog / 2
        && (_expected <= LargestAnswer / 2 || _sent.Count < 2);

    private void Send()
    {
        if (_hasSent && _window < LargestWindow)
            _window *= 2;
        var commands = new List<WireCommand>();
        while (commands.Count == 0 || HasRoom())
        {
            var queue = _urgent.Count > 0 ? _urgent : _waiting;
            if (queue.Count == 0)
                break;

            var request = queue.Dequeue();
            var command = _write(request);
            request.CommandLength = command.Octets.Length;
            request.Verb = command.Verb;
            _backlog += request.CommandLength;
            _expected += request.Expected;
            _sent.Enqueue(request);
            commands.Add(command);
        }

        if (commands.Count == 0)
            return;

        if (commands.Count == _sent.Count)
            Pop3Reply.RefuseUnasked(_connection);
        _connection.Send([.. commands]);
        _hasSent = true;
    }

    private bool HasRoom() =>
        _isOffered && !IsHeld
        && _sent.Count < _window && _backlog < LargestBacklog
        && (_expected < LargestAnswer || _sent.Count < 2);
}
