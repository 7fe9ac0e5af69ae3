using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>
/// Brings each message to the exchangers of its recipients, on threads of its own, while the pipeline's thread does what they ask for.
/// </summary>
internal sealed class DirectSender : IMessageSender
{
    private readonly SmtpDirectMailer _mailer;
    private readonly PipelineThread _pipeline;
    private readonly Action<SmtpDelivery> _report;
    private readonly CancellationTokenSource _stopping;
    private Task _sending = Task.CompletedTask;

    /// <param name="options">How to send. What it calls is called on any thread.</param>
    /// <param name="pipeline">Where results are reported.</param>
    /// <param name="report">Takes the results, on the pipeline's thread.</param>
    /// <param name="cancellation">Ends everything.</param>
    public DirectSender(SmtpDirectOptions options, PipelineThread pipeline, Action<SmtpDelivery> report, CancellationToken cancellation)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _mailer = new SmtpDirectMailer(options, _stopping.Token);
        _pipeline = pipeline;
        _report = report;
    }

    /// <summary>Each exchanger is connected to when it is its turn.</summary>
    public void Connect()
    {
    }

    public void Submit(SmtpSubmission submission)
    {
        SmtpDelivery? delivery = null;
        Aside(() => delivery = _mailer.Send(submission));
        _report(delivery!);
    }

    /// <summary>Every message has its result when it was handed over.</summary>
    public void Settle()
    {
    }

    public void Finish() => Aside(_mailer.Quit);

    public void Dispose()
    {
        _stopping.Cancel();
        _sending.Wait();
        _mailer.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Does something on a thread of its own, and meanwhile what it has to tell.</summary>
    private void Aside(Action work)
    {
        ExceptionDispatchInfo? failure = null;
        var isDone = false;
        _sending = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }

                _pipeline.Post(() => isDone = true);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        while (!isDone)
            _pipeline.RunNext(_stopping.Token);
        failure?.Throw();
    }
}
