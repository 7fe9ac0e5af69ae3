using System;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>One connection, on the pipeline's own thread.</summary>
internal sealed class SingleSender : IMessageSender
{
    private readonly SmtpMailer _mailer;
    private readonly Func<IDisposable> _connecting;
    private readonly Action<string> _tell;
    private readonly bool _isKept;
    private bool _isFinished;

    /// <param name="account">The server.</param>
    /// <param name="options">How to send.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="connecting">Shows for its lifetime that a connection is being opened.</param>
    /// <param name="tell">Takes what it cost, in words.</param>
    /// <param name="cancellation">Ends everything.</param>
    public SingleSender(MailAccount account, SmtpMailerOptions options, Action<SmtpDelivery> report, Func<IDisposable> connecting,
        Action<string> tell, CancellationToken cancellation)
    {
        _mailer = new SmtpMailer(account, options, report, cancellation);
        _connecting = connecting;
        _tell = tell;
        _isKept = options.Session is not null;
    }

    public void Connect()
    {
        if (_mailer.Session is not null)
            return;

        if (_isKept)
        {
            _mailer.Connect();
            return;
        }

        using (_connecting())
            _mailer.Connect();
    }

    public void Submit(SmtpSubmission submission) => _mailer.Submit(submission);

    public void Settle() => _mailer.Finish();

    public void Finish()
    {
        _mailer.Finish();
        if (_mailer.Session is { } session)
            _tell($"The server was waited for {session.Connection.RoundTrips:N0} times on this connection.");
        if (_isKept)
            Leave();
        else
            _mailer.Quit();
    }

    /// <summary>A session that goes on stays open, unless something is under way in it.</summary>
    public void Dispose()
    {
        if (!_isKept || !_isFinished)
            _mailer.Dispose();
    }

    /// <summary>Every message has its result by now, so that a session that is lost at the end is nobody's failure.</summary>
    private void Leave()
    {
        try
        {
            _mailer.Session?.Settle();
            _isFinished = true;
        }
        catch (MailException)
        {
            _mailer.Dispose();
        }
    }
}
