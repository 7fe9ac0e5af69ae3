using System;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <summary>
/// A login that lasts over several commands. It does one thing at a time: a command further down the same pipeline has its turn
/// in between, one of another thread has not. A connection that was lost in the meantime is replaced at the next use.
/// </summary>
/// <remarks>The account with its credential stays inside: no property, view or serializer shows it.</remarks>
public sealed partial class MailSession : IRunspaceBound
{
    /// <summary>Servers of IMAP wait for 30 minutes at the least (RFC 9051 section 5.4), and what stands between often for 5.</summary>
    internal static readonly TimeSpan KeepAliveInterval = TimeSpan.FromMinutes(4);

    /// <summary>A server that does not say that it is there within this time is gone.</summary>
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Messages remember the account by which they were read, and so the session, which they do not keep alive.</summary>
    private static readonly ConditionalWeakTable<MailAccount, WeakReference<MailSession>> ByAccount = new();

    private readonly object _gate = new();
    private readonly SessionTranscript _transcript = new();
    private readonly IDisposable? _timer;
    private volatile CancellationTokenSource _cut = new();
    private CancellationToken _using = CancellationToken.None;
    private KeptConnection? _kept;
    private int _thread;
    private int _depth;
    private bool _isKeepingAlive;
    private bool _isClosed;

    /// <summary>Creates a session, which connects with its first use.</summary>
    /// <param name="protocol">What it speaks.</param>
    /// <param name="account">The server and who we are there.</param>
    /// <param name="clientName">Our name for SMTP, or null for our address.</param>
    /// <param name="startTimer">Calls something again and again with a pause between, until what it returns is disposed.</param>
    internal MailSession(MailProtocol protocol, MailAccount account, string? clientName, Func<Action, TimeSpan, IDisposable> startTimer)
    {
        Protocol = protocol;
        Account = account.Reached(account.Connection with { Transcript = _transcript });
        ClientName = clientName;
        ByAccount.Add(Account, new WeakReference<MailSession>(this));
        if (protocol == MailProtocol.Imap)
            _timer = startTimer(KeepAlive, KeepAliveInterval);
    }

    /// <summary>How it is. That a server has closed meanwhile is only seen at the next use.</summary>
    public MailSessionState State
    {
        get
        {
            lock (_gate)
                return _isClosed ? MailSessionState.Closed : IsConnected ? MailSessionState.Connected : MailSessionState.Lost;
        }
    }

    /// <summary>What it speaks.</summary>
    public MailProtocol Protocol { get; }

    /// <summary>Who is logged in; null for an anonymous session.</summary>
    public string? UserName => Account.UserName;

    /// <summary>The host's name or address.</summary>
    public string Server => Account.Server;

    /// <summary>The port.</summary>
    public int Port => Account.Port;

    /// <summary>The TLS protocol of its connection, or None for a clear one.</summary>
    public SslProtocols TlsProtocol => _kept?.Connection.TlsProtocol ?? SslProtocols.None;

    /// <summary>The mailbox of IMAP that is selected, or null.</summary>
    public string? Folder => State == MailSessionState.Connected ? (_kept?.Session as ImapSession)?.Mailbox?.Name : null;

    /// <summary>The server and who we are there.</summary>
    internal MailAccount Account { get; }

    /// <summary>Our name for SMTP, or null for our address.</summary>
    internal string? ClientName { get; }

    /// <summary>The session of IMAP, for whoever has a turn.</summary>
    internal ImapSession Imap => (ImapSession)_kept!.Session;

    /// <summary>The session of POP3, for whoever has a turn.</summary>
    internal Pop3Session Pop3 => (Pop3Session)_kept!.Session;

    /// <summary>The session of SMTP, for whoever has a turn.</summary>
    internal SmtpSession Smtp => (SmtpSession)_kept!.Session;

    /// <summary>Whether somebody further up the pipeline waits while this turn lasts.</summary>
    internal bool IsShared => _depth > 1;

    /// <summary>The connection, for whoever has a turn.</summary>
    internal MailConnection Connection => _kept!.Connection;

    bool IRunspaceBound.HasEnded => State == MailSessionState.Closed;

    private bool IsConnected => _kept is { Connection.IsClosed: false };

    /// <summary>The session that an account is of, open or ended; null for an account that no session has.</summary>
    internal static MailSession? Of(MailAccount account) =>
        ByAccount.TryGetValue(account, out var reference) && reference.TryGetTarget(out var session) ? session : null;

    /// <summary>The session that an account is of, unless it was ended.</summary>
    internal static MailSession? LivingOf(MailAccount account) => Of(account) is { _isClosed: false } session ? session : null;

    /// <summary>Begins a use of the session. Whoever has its turn already, further up the same pipeline, waits meanwhile.</summary>
    /// <param name="transcript">Where the dialogue goes.</param>
    /// <param name="open">Has a connection opened; it is called where there is none, and shows what it likes.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <exception cref="MailException"><see cref="MailErrors.SessionInUse"/>, <see cref="MailErrors.SessionClosed"/>, and those of
    /// opening.</exception>
    internal SessionTurn Enter(ITranscript? transcript, Action<Func<MailConnection>> open, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var isOutermost = Take(cancellation);
        var before = (Transcript: _transcript.Exchange(transcript?.ForConnection()), _using);
        _using = cancellation;
        var registration = cancellation.Register(Cut);
        var turn = new SessionTurn(() =>
        {
            registration.Dispose();
            _using = before._using;
            _transcript.Exchange(before.Transcript);
            Release();
        });
        try
        {
            if (!IsConnected || (isOutermost && !IsAlive()))
                open(Reopen);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Ends the session for good.</summary>
    /// <param name="transcript">Where the dialogue goes.</param>
    /// <exception cref="MailException"><see cref="MailErrors.SessionInUse"/>.</exception>
    internal void Close(ITranscript? transcript)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            AwaitKeepAlive();
            if (_depth > 0)
                throw InUse();
            _isClosed = true;
        }

        _timer?.Dispose();
        _transcript.Exchange(transcript?.ForConnection());
        try
        {
            _kept?.Leave();
        }
        finally
        {
            _transcript.Exchange(null);
        }
    }

    /// <summary>Ends the session for good and at once, whatever goes on in it, without a word to the server.</summary>
    internal void Abort()
    {
        lock (_gate)
            _isClosed = true;
        _timer?.Dispose();
        Cut();
        _kept?.Connection.Dispose();
    }

    void IRunspaceBound.EndAtOnce() => Abort();

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Account}";

    /// <summary>Takes the session for the running thread.</summary>
    /// <returns>Whether nobody had it before.</returns>
    private bool Take(CancellationToken cancellation)
    {
        lock (_gate)
        {
            using (_isKeepingAlive ? cancellation.Register(Cut) : default)
                AwaitKeepAlive();
            if (_isClosed)
                throw Closed();
            if (_depth > 0 && _thread != Environment.CurrentManagedThreadId)
                throw InUse();
            _thread = Environment.CurrentManagedThreadId;
            return _depth++ == 0;
        }
    }

    private void Release()
    {
        lock (_gate)
            _depth--;
    }

    /// <summary>Closes the connection under whoever uses it.</summary>
    private void Cut() => _cut.Cancel();

    private MailException Closed() => new(MailErrors.SessionClosed, $"The session with {Account} is closed.");

    private MailException InUse() => new(MailErrors.SessionInUse, $"The session with {Account} is at work for another command.");
}
