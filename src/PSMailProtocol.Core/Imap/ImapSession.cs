using System;
using System.Globalization;
using System.IO;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>
/// A client's session with an IMAP server (RFC 9051, RFC 3501). This file holds its beginning and end and how a command
/// runs; each command has a file of its own.
/// </summary>
public sealed partial class ImapSession : IDisposable
{
    private readonly MailConnection _connection;
    private readonly ImapLimits _limits;
    private readonly ImapResponseReader _reader;
    private readonly MailSpool _spool;
    private int _lastTag;
    private bool _isLeaving;

    /// <summary>Watches untagged OK responses while SELECT runs, whose codes describe the mailbox.</summary>
    private Action<ImapStatus>? _onStatus;

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
    internal ImapSession(MailConnection connection, ImapLimits? limits, Func<FileStream>? createSpoolFile)
    {
        _connection = connection;
        _limits = limits ?? new ImapLimits();
        _reader = new ImapResponseReader(connection, _limits);
        _spool = new MailSpool(octets => Progress?.Invoke(octets), createSpoolFile);
    }

    /// <summary>What to do with an untagged response; returns false for one that it leaves unread.</summary>
    /// <param name="keyword">The response's name in capitals.</param>
    /// <param name="number">The number before it, or null.</param>
    private delegate bool UntaggedHandler(string keyword, long? number);

    /// <summary>The connection underneath.</summary>
    public MailConnection Connection => _connection;

    /// <summary>Told of octets of messages and headers as they come, with their count.</summary>
    public Action<long>? Progress { get; set; }

    /// <summary>What the server offers now.</summary>
    public ImapCapabilities Capabilities { get; private set; } = ImapCapabilities.None;

    /// <summary>Connects, encrypts and logs in, all as the account asks.</summary>
    /// <param name="account">The server and what to do there.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <param name="limits">The caps on what the server may send, or null for the usual ones.</param>
    public static ImapSession Open(MailAccount account, CancellationToken cancellation, ImapLimits? limits = null) =>
        SessionOpening.Open(account, connection => new ImapSession(connection, limits), session => session.Begin(account), cancellation);

    /// <summary>Does over a fresh connection what <see cref="Open"/> does after connecting.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for an account without a credential.</exception>
    public void Begin(MailAccount account)
    {
        var credential = account.GetCredential()
            ?? throw new MailException(MailErrors.InvalidParameter, "A mailbox is read with a credential, and the account has none.");
        var isLoggedIn = ReadGreeting();
        if (isLoggedIn && !_connection.IsEncrypted && account.WantsUpgrade)
        {
            // STARTTLS is not allowed any more once somebody is logged in, so this greeting would keep the session in clear.
            throw new MailException(MailErrors.TlsRequired, $"{account.Server} greeted with PREAUTH in clear, which rules out STARTTLS.");
        }

        if (Capabilities.Names.Count == 0)
            ReadCapabilities();
        SessionOpening.Upgrade(account, _connection, Capabilities.StartTls, "STARTTLS", StartTls);
        if (isLoggedIn)
            return;

        SessionOpening.RefuseClearCredential(account, _connection);
        Authenticate(account, credential);
    }

    /// <summary>Says goodbye and closes. Nothing hangs on the answer.</summary>
    public void Logout() => _connection.Leave("LOGOUT", () =>
    {
        _isLeaving = true;
        Run(NewCommand("LOGOUT"));
    });

    /// <summary>Closes without a word.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _spool.Clear();
    }

    /// <summary>Reads the greeting; returns whether the server takes us for logged in already (PREAUTH).</summary>
    private bool ReadGreeting()
    {
        using var operation = _connection.Operation();
        SessionOpening.AwaitGreeting(_connection);
        _reader.NextResponse();
        if (!_reader.TryTake('*'))
            throw _reader.Violation("where a greeting should be");
        _reader.Expect(' ');
        var greeting = ReadStatus(_reader.Atom().ToUpperInvariant());
        return greeting.Condition switch
        {
            "OK" => false,
            "PREAUTH" => true,
            "BYE" => throw new ImapStatusException(MailErrors.GreetingRejected, "The server refused the session", greeting),
            _ => throw _reader.Violation("where a greeting should be"),
        };
    }

    private ImapCommand NewCommand(WireCommand line) => new("A" + (++_lastTag).ToString("D3", CultureInfo.InvariantCulture), line);

    private ImapCommand NewCommand(string verb) => new("A" + (++_lastTag).ToString("D3", CultureInfo.InvariantCulture), verb);

    /// <summary>Runs a command to its tagged completion.</summary>
    /// <param name="command">The command.</param>
    /// <param name="untagged">Takes what the command is about; everything else is read and dropped.</param>
    /// <param name="answer">Answers what the server says when it waits, where that is no literal; null for literals.</param>
    private ImapStatus Run(ImapCommand command, UntaggedHandler? untagged = null, Func<string, WireCommand>? answer = null)
    {
        var parts = command.Finish();
        _connection.Send(parts[0]);
        _connection.Awaited = command.Verb;
        var sent = 1;
        while (true)
        {
            _reader.NextResponse();
            if (_reader.TryTake('+'))
            {
                if (answer is not null)
                {
                    _connection.Send(answer(_reader.RestOfLine().Trim()));
                    continue;
                }

                _reader.SkipResponse();
                if (sent == parts.Count)
                    throw _reader.Violation("where no literal is awaited");
                _connection.Send(parts[sent++]);
                _connection.Awaited = command.Verb;
            }
            else if (_reader.TryTake('*'))
            {
                _reader.Expect(' ');
                TakeUntagged(untagged);
            }
            else
            {
                return ReadCompletion(command);
            }
        }
    }

    private void Expect(ImapCommand command, MailError error, string what, UntaggedHandler? untagged = null)
    {
        var status = Run(command, untagged);
        if (!status.IsOk)
            throw new ImapStatusException(error, what, status);
    }

    private void TakeUntagged(UntaggedHandler? untagged)
    {
        long? number = null;
        if (_reader.TryNumber(out var leading))
        {
            number = leading;
            _reader.Expect(' ');
        }

        var keyword = _reader.Atom().ToUpperInvariant();
        if (keyword is "OK" or "NO" or "BAD" or "PREAUTH" or "BYE")
        {
            var status = ReadStatus(keyword);
            if (keyword == "BYE" && !_isLeaving)
            {
                Dispose();
                throw new ImapStatusException(MailErrors.ServerClosed, "The server ends the session", status);
            }

            _onStatus?.Invoke(status);
        }
        else if (keyword == "CAPABILITY")
        {
            Capabilities = ReadCapabilityNames(_reader.RestOfLine());
        }
        else if (untagged is null || !untagged(keyword, number))
        {
            _reader.SkipResponse();
        }
    }

    private ImapStatus ReadCompletion(ImapCommand command)
    {
        if (_reader.Atom() != command.Tag)
            throw _reader.Violation($"where the completion of {command.Verb} should be");
        _reader.Expect(' ');
        var status = ReadStatus(_reader.Atom().ToUpperInvariant());
        return status.Condition is "OK" or "NO" or "BAD" ? status : throw _reader.Violation($"where the completion of {command.Verb} should be");
    }

    /// <summary>A code that is known stays, by its name alone if the rest has to go.</summary>
    private string ClearedCode(string code)
    {
        var cleared = _connection.Cleared(code);
        var name = code.Split(' ')[0];
        return cleared != code && ImapStatusException.ErrorOf(name.ToUpperInvariant()) is not null ? name : cleared;
    }

    /// <summary>resp-text: an optional response code in brackets and text.</summary>
    private ImapStatus ReadStatus(string condition)
    {
        _reader.TryTake(' ');
        var text = _reader.RestOfLine();
        var end = text.StartsWith("[", StringComparison.Ordinal) ? text.IndexOf(']') : -1;
        if (end < 0)
            return new ImapStatus(condition, "", _connection.Cleared(text));

        var code = text.Substring(1, end - 1);
        if (code.StartsWith("CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            Capabilities = ReadCapabilityNames(code.Substring("CAPABILITY ".Length));
        return new ImapStatus(condition, ClearedCode(code), _connection.Cleared(text.Substring(end + 1).TrimStart(' ')));
    }
}
