using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Delivers messages to the exchangers of their recipients' domains themselves, with no relay between (RFC 5321 section 5). Whoever can be
/// served is served; nobody gets a message twice. There is no queue: what no exchanger takes is a result and goes no further. For one
/// thread.
/// </summary>
public sealed class SmtpDirectMailer : IDisposable
{
    private readonly SmtpDirectOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly SmtpExchangerSessions _sessions;
    private readonly SmtpDestinations _destinations;

    /// <summary>Creates a mailer. Nothing is asked or connected yet.</summary>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellation">Ends whatever is going on with <see cref="OperationCanceledException"/>.</param>
    public SmtpDirectMailer(SmtpDirectOptions options, CancellationToken cancellation = default)
    {
        _options = options;
        _cancellation = cancellation;
        _sessions = new SmtpExchangerSessions(options, cancellation);
        _destinations = new SmtpDestinations(options);
    }

    /// <summary>Brings a message to all its recipients, as far as that can be done.</summary>
    /// <param name="submission">The message. Its content is written by several threads at once if there are several destinations at a
    /// time.</param>
    /// <returns>What became of each recipient, with the exchanger that said so.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SmtpDelivery Send(SmtpSubmission submission)
    {
        var begun = _options.Clock();
        var delivery = new SmtpDelivery(submission.Envelope);
        var protocols = new List<SslProtocols>();
        var recipients = submission.Envelope.Recipients;
        for (var retries = _options.MaximumRetryCount; ; retries--)
        {
            var tried = Deliver(submission, recipients);
            foreach (var destination in tried)
            {
                delivery.Add(destination);
                protocols.AddRange(destination.TlsProtocols);
            }

            recipients = [.. tried.Where(destination => retries > 0 && destination.MayRetry)
                .SelectMany(destination => destination.Pending)];
            foreach (var destination in tried.Where(destination => retries <= 0 || !destination.MayRetry))
                delivery.GiveUp(destination);
            if (recipients.Count == 0)
                break;

            _options.Retrying?.Invoke(submission, recipients.Count, _options.RetryInterval);
            _options.Wait(_options.RetryInterval, _cancellation);
            _destinations.ForgetFailures();
        }

        delivery.Conclude();
        delivery.Settle(submission, protocols.Count == 0 ? SslProtocols.None : protocols.Min(), _options.Clock() - begun);
        return delivery;
    }

    /// <summary>Says goodbye to every exchanger.</summary>
    public void Quit() => _sessions.Quit();

    /// <summary>Closes every connection without a word.</summary>
    public void Dispose() => _sessions.Dispose();

    private List<SmtpDestinationDelivery> Deliver(SmtpSubmission submission, IReadOnlyList<SmtpPath> recipients)
    {
        var deliveries = _destinations.Of(recipients, _cancellation)
            .Select(destination => new SmtpDestinationDelivery(destination, submission, _options, _sessions)).ToList();
        if (_options.ThrottleLimit == 1 || deliveries.Count == 1)
        {
            foreach (var delivery in deliveries)
            {
                _cancellation.ThrowIfCancellationRequested();
                delivery.Run();
            }

            return deliveries;
        }

        try
        {
            Parallel.ForEach(deliveries,
                new ParallelOptions { MaxDegreeOfParallelism = _options.ThrottleLimit, CancellationToken = _cancellation },
                delivery => delivery.Run());
        }
        catch (AggregateException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }

        return deliveries;
    }
}
