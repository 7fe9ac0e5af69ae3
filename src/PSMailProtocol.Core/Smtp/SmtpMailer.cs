using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Sends one message after the other over one connection, which it opens with the first, keeps, and opens anew when the
/// server ended it between messages. Everything happens on the caller's thread.
/// </summary>
/// <remarks>
/// Each submission gets exactly one result, in order, through the callback: at once, or while the next one is submitted,
/// or at the latest in <see cref="Finish"/>. The one exception is a submission whose own <see cref="Submit"/> throws,
/// which has none. Failures to connect, encrypt or log in are exceptions; whatever befalls a single message is its result.
/// </remarks>
public sealed class SmtpMailer : IDisposable
{
    private readonly MailAccount _account;
    private readonly SmtpMailerOptions _options;
    private readonly Action<SmtpDelivery> _report;
    private readonly CancellationToken _cancellation;
    private SmtpSession? _session;

    /// <summary>Creates a mailer. Nothing is connected yet.</summary>
    /// <param name="account">The server and who we are there.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="report">Takes each result, on the thread of the call that brings it.</param>
    /// <param name="cancellation">Ends whatever is going on with <see cref="OperationCanceledException"/>.</param>
    public SmtpMailer(MailAccount account, SmtpMailerOptions options, Action<SmtpDelivery> report, CancellationToken cancellation = default)
    {
        _account = account;
        _options = options;
        _report = report;
        _cancellation = cancellation;
    }

    /// <summary>The server and who we are there.</summary>
    public MailAccount Account => _account;

    /// <summary>The session that is open now, or null.</summary>
    public SmtpSession? Session => _session is { Connection.IsClosed: false } ? _session : null;

    /// <summary>Connects and logs in now, if no session is open.</summary>
    /// <exception cref="MailException">Connecting, TLS or the login failed.</exception>
    public void Connect()
    {
        if (Session is not null)
            return;

        _session?.Dispose();
        _session = SmtpSession.Open(_account, _options.ClientName, _cancellation);
        _options.Connected?.Invoke(_session);
    }

    /// <summary>Takes the next message. Its result may come with the next one or with <see cref="Finish"/>.</summary>
    /// <exception cref="MailException">Connecting, TLS or the login failed; this submission has no result and was not sent.</exception>
    public void Submit(SmtpSubmission submission)
    {
        Connect();
        var clock = Stopwatch.StartNew();
        var delivery = Send(submission);
        delivery.Settle(submission, _session!, clock.Elapsed);
        _report(delivery);
    }

    /// <summary>Sends what is still held back and reports every result that is still due. The session stays open.</summary>
    public void Finish() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>Finishes, and says goodbye to the server.</summary>
    public void Quit()
    {
        Finish();
        _session?.Quit();
    }

    /// <summary>Closes the connection without a word. A message that is held back is not sent.</summary>
    public void Dispose() => _session?.Dispose();

    private SmtpDelivery Send(SmtpSubmission submission)
    {
        try
        {
            return _session!.Send(submission.Envelope, destination => Write(submission, destination), submission.Content.Length);
        }
        catch (MailException e)
        {
            return new SmtpDelivery(submission.Envelope).Fail(e);
        }
    }

    private void Write(SmtpSubmission submission, Stream destination)
    {
        submission.Content.WriteTo(destination);
        _options.Progress?.Invoke(submission, submission.Content.Length ?? 0);
    }
}
