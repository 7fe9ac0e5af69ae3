using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Commands out and their replies in, matched strictly in order. Where the server offers PIPELINING (RFC 2920) commands
/// wait and travel in one write; where it does not, each is sent and answered by itself.
/// </summary>
/// <remarks>
/// The end of a content may wait a moment for the commands behind it (<see cref="SendSoon"/>). If none come, a timer sends
/// it, and then alone another thread touches the connection: it holds the gate, and finds something to do only while the
/// owner of the session has not come back.
/// </remarks>
internal sealed class SmtpPipeline : IDisposable
{
    /// <summary>
    /// How many replies may be outstanding. A server that cannot get rid of its replies stops reading; so few fit into
    /// any socket's buffers, and neither side ever waits for the other.
    /// </summary>
    internal const int Window = 64;

    /// <summary>How many octets of commands may wait for their replies, for the same reason.</summary>
    internal const int WindowOctets = 16 * 1024;

    /// <summary>RFC 5321 section 4.5.3.2.6: a shorter wait makes the client send again what the server has.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How long the end of a content waits for company. Nobody who waits for mail notices; a caller in a loop is faster.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private readonly MailConnection _connection;
    private readonly SmtpLimits _limits;
    private readonly Queue<Awaited> _awaited = new();
    private readonly Timer _timer;
    private long _commandOctets;
    private bool _isDueSoon;
    private ExceptionDispatchInfo? _failure;

    public SmtpPipeline(MailConnection connection, SmtpLimits limits)
    {
        _connection = connection;
        _limits = limits;
        Output = new WireOutput(connection);
        _timer = new Timer(_ => SendOverdue(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Whether commands may be sent ahead of replies.</summary>
    public bool IsPipelined { get; set; }

    /// <summary>What goes out; content is written into it directly.</summary>
    public WireOutput Output { get; }

    /// <summary>Sends a command, now or with others, and hands its reply to <paramref name="answered"/> when it comes.</summary>
    public void Add(WireCommand command, Action<SmtpReply> answered)
    {
        ComeBack();
        if (_awaited.Count >= Window || _commandOctets + command.Octets.Length > WindowOctets)
            Exchange();
        Output.Put(command);
        _commandOctets += command.Octets.Length;
        Await(command.Verb ?? "the command", answered, endsContent: false);
    }

    /// <summary>Awaits the reply to the end of a content that was put into <see cref="Output"/>.</summary>
    public void AwaitEndOfContent(Action<SmtpReply> answered) => Await("the end of the message", answered, endsContent: true);

    /// <summary>Sends what waits and reads every reply that is due.</summary>
    /// <exception cref="MailException">The connection ended, or the server broke the protocol; the connection is closed then.</exception>
    public void Exchange()
    {
        Send();
        while (_awaited.Count > 0)
            ReadReply();
        _commandOctets = 0;
    }

    /// <summary>Sends what waits.</summary>
    public void Send()
    {
        ComeBack();
        SendAll();
    }

    /// <summary>Sends what waits in a moment, so that it can travel with what comes next, and by itself if nothing does.</summary>
    public void SendSoon()
    {
        lock (_gate)
        {
            _isDueSoon = Output.Waiting > 0;
            if (_isDueSoon)
                _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The owner is back, so that the timer has nothing more to do; what went wrong meanwhile is told now.</summary>
    public void ComeBack()
    {
        lock (_gate)
            _isDueSoon = false;

        var failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>
    /// Reads replies while the server has sent some, and while more than so many are due; anything that waits goes out first.
    /// </summary>
    public void CatchUp(int due)
    {
        if (_awaited.Count > due)
            Send();
        while (_awaited.Count > due || (_awaited.Count > 0 && _connection.HasInput))
            ReadReply();
    }

    /// <summary>Reads a reply that no command asked for.</summary>
    public SmtpReply ReadUnasked()
    {
        using (_connection.Operation())
            return SmtpReplyReader.Read(_connection, _limits);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>The timer's: nobody came back, so what waits goes out by itself.</summary>
    private void SendOverdue()
    {
        lock (_gate)
        {
            if (!_isDueSoon || _connection.IsClosed)
                return;

            _isDueSoon = false;
            try
            {
                SendAll();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private void SendAll()
    {
        try
        {
            using (_connection.Operation())
                Output.Send();
        }
        catch (MailException e) when (e.Error == MailErrors.ConnectionLost && _connection.HasInput)
        {
            ReadParting();
            throw;
        }
    }

    /// <summary>What the server had said before the connection was lost answers what was sent until then.</summary>
    private void ReadParting()
    {
        try
        {
            while (_awaited.Count > 0 && _connection.HasInput)
                ReadReply();
        }
        catch (MailException)
        {
            // There is no further whole reply; that the connection was lost is what the caller hears.
        }
    }

    private void Await(string name, Action<SmtpReply> answered, bool endsContent)
    {
        _awaited.Enqueue(new Awaited(name, answered, endsContent));
        if (!IsPipelined)
            Exchange();
    }

    private void ReadReply()
    {
        var awaited = _awaited.Peek();
        SmtpReply reply;
        _connection.Awaited = awaited.Name;
        using (_connection.Operation(awaited.EndsContent ? TerminationTimeout : null))
            reply = SmtpReplyReader.Read(_connection, _limits);
        _awaited.Dequeue();

        // 421 takes back whatever was under way (RFC 5321 section 3.8); only to the end of a content is it an answer too.
        if (reply.Code != 421 || awaited.EndsContent)
            awaited.Answered(reply);
        if (reply.Code == 421)
            throw Closed(reply);
    }

    /// <summary>Closes, because the server does; gives the error for it.</summary>
    /// <param name="reply">The server's reply.</param>
    /// <param name="command">The verb that it answers, or null.</param>
    internal SmtpReplyException Closed(SmtpReply reply, string? command = null) =>
        Ended(reply, MailErrors.ServerClosed, "The server ends the session", command);

    /// <summary>Closes after a reply that the session cannot outlive; gives the error for it.</summary>
    internal SmtpReplyException Ended(SmtpReply reply, MailError error, string what, string? command = null)
    {
        _connection.Dispose();
        return new SmtpReplyException(error, what, reply) { Command = command };
    }

    /// <summary>Closes, because nobody knows any more what belongs to what; gives the error for it.</summary>
    internal MailException Violated(SmtpReply reply, string command)
    {
        _connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation,
            $"This is no answer to {command}: \"{WireText.Excerpt(reply.ToString())}\".");
    }

    private readonly struct Awaited(string name, Action<SmtpReply> answered, bool endsContent)
    {
        public string Name { get; } = name;

        public Action<SmtpReply> Answered { get; } = answered;

        public bool EndsContent { get; } = endsContent;
    }
}
