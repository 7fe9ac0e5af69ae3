using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>
/// Up to a number of connections, each with a thread of its own. What they have to tell is done on the pipeline's thread,
/// which is the only one that may write to it: they post it, and <see cref="Submit"/> and <see cref="Finish"/> see to it.
/// </summary>
/// <remarks>
/// The second connection is opened only once the first one is logged in, so that a wrong password is tried once and not
/// many times; further ones only while messages wait. A connection that cannot be had while others work is done without.
/// </remarks>
internal sealed class ParallelSender : IMessageSender
{
    /// <summary>How many messages may wait for each connection; enough to keep it busy, and little memory.</summary>
    private const int WaitingPerConnection = 4;

    private readonly MailAccount _account;
    private readonly SmtpMailerOptions _options;
    private readonly Action<SmtpDelivery> _report;
    private readonly Action<MailException> _reduced;
    private int _most;
    private readonly CancellationTokenSource _stopping;
    private readonly BlockingCollection<SmtpSubmission> _waiting = new(new ConcurrentQueue<SmtpSubmission>());
    private readonly PipelineThread _pipeline;
    private readonly List<Task> _connections = [];
    private int _working;
    private int _due;
    private bool _isReady;
    private bool _isReduced;
    private ExceptionDispatchInfo? _failure;

    /// <param name="account">The server.</param>
    /// <param name="options">How to send. What it calls is called on the thread of the connection.</param>
    /// <param name="limit">The most connections.</param>
    /// <param name="pipeline">Where results are reported.</param>
    /// <param name="report">Takes the results, on the pipeline's thread.</param>
    /// <param name="reduced">Told once, on the pipeline's thread, that a further connection cannot be had.</param>
    /// <param name="cancellation">Ends everything.</param>
    public ParallelSender(
        MailAccount account,
        SmtpMailerOptions options,
        int limit,
        PipelineThread pipeline,
        Action<SmtpDelivery> report,
        Action<MailException> reduced,
        CancellationToken cancellation)
    {
        _account = account;
        _options = options;
        _most = limit;
        _pipeline = pipeline;
        _report = report;
        _reduced = reduced;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Each connection is opened by the thread that uses it.</summary>
    public void Connect()
    {
    }

    public void Submit(SmtpSubmission submission)
    {
        _pipeline.RunPosted();
        ThrowFailure();
        _due++;
        _waiting.Add(submission);
        Grow();
        while (_due >= _most * WaitingPerConnection && _failure is null)
            RunNext();
        ThrowFailure();
    }

    public void Settle()
    {
        while (_due > 0 && _failure is null)
            RunNext();
        ThrowFailure();
    }

    public void Finish()
    {
        while (_due > 0 && _failure is null)
            RunNext();
        _waiting.CompleteAdding();
        while (_working > 0)
            _pipeline.RunNext(_stopping.Token);
        ThrowFailure();
    }

    public void Dispose()
    {
        // Sockets close with the token, so every thread is on its way out and none is waited for longer than that takes.
        _stopping.Cancel();
        Task.WaitAll(_connections.ToArray());
        _waiting.Dispose();
        _stopping.Dispose();
    }

    private void RunNext()
    {
        _pipeline.RunNext(_stopping.Token);
        Grow();
    }

    /// <summary>Opens another connection if one may be opened and there is work for it.</summary>
    private void Grow()
    {
        var first = _working == 0;
        if (_failure is null && _waiting.Count > 0 && (first || (_isReady && _working < _most && _due > _working)))
            OpenConnection();
    }

    private void OpenConnection()
    {
        var isFirst = _working++ == 0;
        _connections.RemoveAll(task => task.IsCompleted);
        _connections.Add(Task.Factory.StartNew(() => Work(isFirst), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
    }

    /// <summary>The life of a connection. Nothing is thrown out of it: what went wrong is posted.</summary>
    private void Work(bool isFirst)
    {
        using var mailer = new SmtpMailer(_account, _options, delivery => _pipeline.Post(() => Settle(delivery)), _stopping.Token)
        {
            RetriesConnecting = isFirst,
        };
        SmtpSubmission? current = null;
        try
        {
            while (TakeNext(mailer, out current))
            {
                mailer.Connect();
                _pipeline.Post(() => _isReady = true);
                mailer.Submit(current!);
            }

            mailer.Quit();
            _pipeline.Post(() => _working--);
        }
        catch (OperationCanceledException)
        {
            _pipeline.Post(() => _working--);
        }
        catch (Exception e)
        {
            var unsent = current;
            _pipeline.Post(() => Lose(e, unsent));
        }
    }

    /// <summary>The next message. While there is none, no answer is left waiting on the connection.</summary>
    private bool TakeNext(SmtpMailer mailer, out SmtpSubmission? next)
    {
        if (_waiting.TryTake(out next))
            return true;

        mailer.Finish();
        return _waiting.TryTake(out next, Timeout.Infinite, _stopping.Token);
    }

    private void Settle(SmtpDelivery delivery)
    {
        _due--;
        _report(delivery);
    }

    /// <summary>
    /// A connection is gone. Others carry on with its message; without others, or after a fault of our own, it is the end.
    /// </summary>
    private void Lose(Exception failure, SmtpSubmission? unsent)
    {
        _working--;
        if (_working == 0 || failure is not MailException refusal)
        {
            if (_due > 0)
                _failure = ExceptionDispatchInfo.Capture(failure);
            return;
        }

        _most = _working;
        if (unsent is not null)
            _waiting.Add(unsent);
        if (!_isReduced)
            _reduced(refusal);
        _isReduced = true;
    }

    private void ThrowFailure() => _failure?.Throw();
}
