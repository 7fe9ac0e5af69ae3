using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>
/// A client's session with an IMAP server (RFC 9051, RFC 3501). This file holds its beginning and end and how a command
/// runs; what a command says and hears is in a type of its own.
/// </summary>
public sealed partial class ImapSession : IDisposable
{
    private readonly ImapLimits _limits;
    private readonly MailSpool _spool;
    private readonly Func<ImapSession>? _reopen;
    private readonly List<ImapCommand> _outstanding = [];
    private readonly Queue<WireCommand> _waiting = new();
    private MailConnection _connection;
    private ImapReader _reader;
    private ImapResponses _responses;
    private int _lastTag;
    private int _unasked;

    /// <summary>Creates a session over a connection, which it then owns. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public ImapSession(MailConnection connection, ImapLimits? limits = null)
        : this(connection, limits, null)
    {
    }

    /// <param name="connection">The connection.</param>
    /// <param name="limits">The caps, or null for the usual ones.</param>
    /// <param name="createSpoolFile">Makes a temporary file for a large message; null for the usual one.</param>
    /// <param name="reopen">Opens another session like this one, for when the connection is lost in the middle of reading; null for
    /// never.</param>
    internal ImapSession(MailConnection connection, ImapLimits? limits, Func<FileStream>? createSpoolFile, Func<ImapSession>? reopen = null)
    {
        _connection = connection;
        _limits = limits ?? new ImapLimits();
        _spool = new MailSpool(octets => Progress?.Invoke(octets), createSpoolFile);
        _reopen = reopen;
        _reader = new ImapReader(connection, _limits);
        _responses = new ImapResponses(connection, _reader, _limits, _spool);
    }

    /// <summary>The connection underneath.</summary>
    public MailConnection Connection => _connection;

    /// <summary>Told of octets of messages and headers as they come, with their count.</summary>
    public Action<long>? Progress { get; set; }

    /// <summary>What the server offers now.</summary>
    public ImapCapabilities Capabilities { get; private set; } = ImapCapabilities.None;

    /// <summary>What the server wants people to read (ALERT), the last one alone; null if there was none.</summary>
    public string? Alert { get; private set; }

    /// <summary>Whether another connection may take the place of one that is lost.</summary>
    internal bool CanReopen => _reopen is not null;

    /// <summary>Connects, encrypts and logs in, all as the account asks.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public static ImapSession Open(MailAccount account, CancellationToken cancellation, ImapLimits? limits = null) =>
        Open(account, () => Open(account, cancellation, limits), cancellation, limits);

    /// <summary>The same for a session that lasts longer than one cancellation.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="reopen">Opens another session like this one, for when the connection is lost.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public static ImapSession Open(MailAccount account, Func<ImapSession> reopen, CancellationToken cancellation,
        ImapLimits? limits = null) => SessionOpening.Open(
        account,
        connection => new ImapSession(connection, limits, null, reopen),
        session => session.Begin(account),
        cancellation);

    /// <summary>
    /// Says goodbye and closes. Nothing hangs on the answer; where messages are still on their way, nobody waits for them.
    /// </summary>
    public void Logout()
    {
        if (_outstanding.Count > 0)
            Dispose();
        _connection.Leave("LOGOUT", () => Run(new ImapLogoutCommand()));
    }

    /// <summary>Closes without a word.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _spool.Clear();
    }

    /// <summary>Runs a command to its completion.</summary>
    /// <exception cref="ImapStatusException">It was refused, or the server ends the session.</exception>
    internal T Run<T>(ImapCommand<T> command)
    {
        using var operation = _connection.Operation();
        Drain();
        Send(command);
        return Await(command);
    }

    /// <summary>
    /// Sends commands together, without waiting for an answer. Only the last of them may hold literals that wait for leave.
    /// </summary>
    internal void Send(params ImapCommand[] commands)
    {
        var together = new List<WireCommand>();
        foreach (var command in commands)
        {
            command.Tag = "A" + (++_lastTag).ToString("D3", CultureInfo.InvariantCulture);
            var writer = new ImapWriter(command.Tag, Capabilities, IsUtf8);
            command.Write(writer);
            var parts = writer.Finish();
            together.Add(parts[0]);
            foreach (var part in parts.Skip(1))
                _waiting.Enqueue(part);
        }

        _outstanding.AddRange(commands);
        _connection.Send([.. together]);
        _connection.Awaited = commands[0].Name;
    }

    /// <summary>Reads until a command that was sent is completed.</summary>
    internal T Await<T>(ImapCommand<T> command)
    {
        while (command.Completion is null)
            ReadResponse();
        return command.End(command.Completion);
    }

    /// <summary>Reads one response, whatever it is about.</summary>
    internal void ReadResponse()
    {
        _reader.BeginResponse();
        if (_reader.TryTake('+'))
            Continue();
        else if (_reader.TryTake('*'))
            TakeUntagged();
        else
            Complete();
    }

    /// <summary>Takes a new connection in the place of the lost one. No mailbox is selected there: see <see cref="Return"/>.</summary>
    /// <exception cref="MailException">There is none.</exception>
    public void Reopen()
    {
        var fresh = _reopen!();
        _connection.Dispose();
        _spool.Clear();
        _outstanding.Clear();
        _waiting.Clear();
        (_lost, _connection, _state, _lastTag, Capabilities, _enabled) = (_state ?? _lost, fresh._connection, fresh._state, fresh._lastTag,
            fresh.Capabilities, fresh._enabled);
        _reader = new ImapReader(_connection, _limits);
        _responses = new ImapResponses(_connection, _reader, _limits, _spool) { IsUtf8 = fresh.IsUtf8 };
    }

    /// <summary>Reads what was asked for and is not wanted any more, so that the next answer is the next command's.</summary>
    internal void Drain()
    {
        while (_outstanding.Count > 0)
            ReadResponse();
    }

    /// <summary>continue-req: leave for a literal, or a challenge.</summary>
    private void Continue()
    {
        var text = _reader.RestOfLine();
        _reader.EndResponse();
        var command = _outstanding.FirstOrDefault();
        if (command?.Answer(text.Trim()) is { } answer)
        {
            _connection.Send(answer);
        }
        else if (_waiting.Count > 0)
        {
            _connection.Send(_waiting.Dequeue());
            _connection.Awaited = command!.Name;
        }
        else if (command?.TakeLeave() != true)
        {
            throw _reader.Violation("where no literal is awaited");
        }
    }

    private void TakeUntagged()
    {
        if (_responses.Read() is { } response && IsTaken(response))
            return;

        if (++_unasked > _limits.UnaskedResponses)
            throw _connection.LimitReached(nameof(ImapLimits.UnaskedResponses), _limits.UnaskedResponses);
    }

    private bool IsTaken(object response)
    {
        See(response);
        if (response is ImapStatus { Condition: "BYE" } bye && !_outstanding.Exists(command => command is ImapLogoutCommand))
        {
            Dispose();
            throw new ImapStatusException(MailErrors.ServerClosed, "The server ends the session", bye);
        }

        if (_outstanding.Exists(command => command.Take(response)))
            return true;
        if (response is ImapFetchedMessage)
            _state?.NoteChange();
        return false;
    }

    /// <summary>What concerns the session or its mailbox, whatever command runs.</summary>
    private void See(object response)
    {
        _state?.See(response);
        switch (response)
        {
            case ImapCapabilities capabilities:
                Capabilities = capabilities;
                break;
            case ImapStatus { ResponseCode: ImapCapabilityCode code }:
                Capabilities = code.Capabilities;
                break;
            case ImapStatus { CodeName: "ALERT" } alert when _connection.IsEncrypted || _connection.IsLoopback:
                Alert = WireText.Excerpt(alert.Text);
                break;
        }
    }

    /// <summary>response-tagged: the completion of a command that was sent, mostly of the first.</summary>
    private void Complete()
    {
        var tag = _reader.Atom();
        var command = _outstanding.Find(sent => sent.Tag == tag);
        if (command is null)
            throw _reader.Violation(
                _outstanding.Count > 0 ? $"where the completion of {_outstanding[0].Name} should be" : "where nothing is awaited");

        _reader.Space();
        var condition = _reader.Atom().ToUpperInvariant();
        if (condition is not ("OK" or "NO" or "BAD"))
            throw _reader.Violation($"where the completion of {command.Name} should be");

        var status = _responses.Status(condition);
        _reader.EndResponse();
        See(status);
        _outstanding.Remove(command);
        if (_outstanding.Count > 0)
            _connection.Awaited = _outstanding[0].Name;
        if (_waiting.Count > 0)
            ForgetLiterals(command, status);
        command.Completion = status;
        _unasked = 0;
    }

    /// <summary>A server that agrees to a command without having taken all of it has understood something else.</summary>
    private void ForgetLiterals(ImapCommand command, ImapStatus status)
    {
        _waiting.Clear();
        if (!status.IsOk)
            return;

        Dispose();
        throw new MailException(MailErrors.ProtocolViolation,
            $"The server completed {command.Name} without the text that it was to be sent, so its answer is not to this " +
            $"command: {WireText.Excerpt(status.ToString())}");
    }
}
