using System;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Sends one message after the other over one connection, which it opens with the first, keeps, and opens anew when the
/// server ended it between messages. Everything happens on the caller's thread.
/// </summary>
/// <remarks>
/// <para>Each submission gets exactly one result, in order, through the callback: at once, or while the next one is
/// submitted, or at the latest in <see cref="Finish"/>. The one exception is a submission whose own <see cref="Submit"/>
/// throws, which has none. Failures to connect, encrypt or log in are exceptions; whatever befalls a single message is
/// its result.</para>
/// <para>While the caller keeps pace (<see cref="SmtpMailerOptions.Pace"/>) the answer to the end of a message is awaited
/// together with those to the envelope of the next one (RFC 2920 section 3.1), so that a message costs one round trip. The
/// message itself is on its way within moments, however long the next one takes to come.</para>
/// </remarks>
public sealed class SmtpMailer : IDisposable
{
    private readonly SmtpMailerOptions _options;
    private readonly Action<SmtpDelivery> _report;
    private readonly CancellationToken _cancellation;
    private readonly SmtpMailerSession _sessions;
    private TimeSpan? _returned;

    /// <summary>Creates a mailer. Nothing is connected yet.</summary>
    /// <param name="account">The server and who we are there.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="report">Takes each result, on the thread of the call that brings it.</param>
    /// <param name="cancellation">Ends whatever is going on with <see cref="OperationCanceledException"/>.</param>
    public SmtpMailer(MailAccount account, SmtpMailerOptions options, Action<SmtpDelivery> report, CancellationToken cancellation = default)
    {
        Account = account;
        _options = options;
        _report = report;
        _cancellation = cancellation;
        _sessions = new SmtpMailerSession(account, options, Report, cancellation);
    }

    /// <summary>The server and who we are there.</summary>
    public MailAccount Account { get; }

    /// <summary>The session that is open now, or null.</summary>
    public SmtpSession? Session => _sessions.Current;

    /// <summary>
    /// Whether <see cref="SmtpMailerOptions.MaximumRetryCount"/> goes for connecting as well. Not for a further connection
    /// beside others that work: its messages need not wait. Default true.
    /// </summary>
    public bool RetriesConnecting
    {
        get => _sessions.RetriesConnecting;
        init => _sessions.RetriesConnecting = value;
    }

    /// <summary>Connects and logs in now, if no session is open.</summary>
    /// <exception cref="MailException">Connecting, TLS or the login failed.</exception>
    public void Connect() => _sessions.Connect();

    /// <summary>Takes the next message. Its result may come with the next one or with <see cref="Finish"/>.</summary>
    /// <exception cref="MailException">Connecting, TLS or the login failed; this submission has no result and was not sent.</exception>
    public void Submit(SmtpSubmission submission)
    {
        _cancellation.ThrowIfCancellationRequested();
        var keepsPace = _returned is { } returned && _options.Clock() - returned < _options.Pace;
        if (!keepsPace)
            Finish();
        Send(new SmtpOutgoing(submission, _options));
        if (!keepsPace)
            Finish();
        _returned = _options.Clock();
    }

    /// <summary>Waits for the answers that are still to come, and reports every result that is still due. The session stays open.</summary>
    /// <exception cref="MailException">A message was lost with its connection before its end had gone out, and connecting anew failed.
    /// Its result was reported nonetheless.</exception>
    public void Finish()
    {
        _cancellation.ThrowIfCancellationRequested();
        _sessions.Release();
    }

    /// <summary>Finishes, and says goodbye to the server.</summary>
    public void Quit()
    {
        Finish();
        Session?.Quit();
    }

    /// <summary>Closes the connection without a word. What the server would have answered to the last message stays unknown.</summary>
    public void Dispose() => _sessions.Dispose();

    private void Send(SmtpOutgoing outgoing)
    {
        try
        {
            OpenAll(outgoing);
        }
        catch (MailException e) when (outgoing.HasOutcome || _sessions.Awaits(outgoing))
        {
            // Some of its recipients have an outcome already, which an exception could not tell.
            outgoing.Abandon(e);
        }

        outgoing.IsComplete = true;
        if (!_sessions.Awaits(outgoing))
            Report(outgoing);
    }

    /// <summary>Names all recipients to the server, in as many transactions and tries as that takes.</summary>
    private void OpenAll(SmtpOutgoing outgoing)
    {
        while (true)
        {
            while (outgoing.HasWaiting)
                _sessions.Carry(outgoing);
            if (outgoing.Deferral is not { } refusal)
                return;

            // What was accepted of this message, and the message before it, need not wait.
            _sessions.Release();
            _options.Retrying?.Invoke(outgoing.Submission, refusal, _options.RetryInterval);
            _options.Wait(_options.RetryInterval, _cancellation);
            outgoing.Retry();
        }
    }

    private void Report(SmtpOutgoing outgoing) => _report(outgoing.Conclude(_sessions.Last, _options.Clock()));
}
