using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Smtp;

/// <summary>
/// A submission on its way: which recipients are still to be named to the server, which transactions are out, and what
/// came of it so far. One submission is one result, however many transactions it takes.
/// </summary>
internal sealed class SmtpOutgoing
{
    private readonly SmtpMessage _message;
    private readonly Queue<SmtpPath> _waiting;
    private readonly List<(SmtpPath Recipient, SmtpReply Reply)> _deferred = [];
    private readonly int _maximumRetryCount;
    private readonly TimeSpan _begun;
    private int _retries;

    public SmtpOutgoing(SmtpSubmission submission, SmtpMailerOptions options)
    {
        Submission = submission;
        Delivery = new SmtpDelivery(submission.Envelope);
        _message = new SmtpMessage(submission, options.Progress);
        _waiting = new Queue<SmtpPath>(submission.Envelope.Recipients);
        _maximumRetryCount = options.MaximumRetryCount;
        _begun = options.Clock();
    }

    /// <summary>What was submitted.</summary>
    public SmtpSubmission Submission { get; }

    /// <summary>What came of it so far.</summary>
    public SmtpDelivery Delivery { get; }

    /// <summary>Whether every transaction it takes was opened, so that its result is due once they are settled.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether anything became of it yet.</summary>
    public bool HasOutcome => Delivery.AcceptedRecipients.Count + Delivery.RejectedRecipients.Count + Delivery.UnknownRecipients.Count > 0;

    /// <summary>Whether recipients are still to be named.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>The refusal for which it pays to wait and try again, or null.</summary>
    public SmtpReply? Deferral => _waiting.Count == 0 && _deferred.Count > 0 ? _deferred[0].Reply : null;

    /// <summary>Compares the message with what the server offers.</summary>
    /// <exception cref="MailException">The server cannot take it.</exception>
    public void Check(SmtpSession session)
    {
        SmtpEnvelopeCheck.AgainstCapabilities(_message, session.Capabilities, session.Connection.IsEncrypted);
        if (!session.Capabilities.DeliveryStatusNotification)
            WarnOfReports("The server does not offer DSN (RFC 3461), so it was not asked for delivery status notifications.");
    }

    /// <summary>The next transaction: as many of the waiting recipients as the server takes at a time (RFC 9422).</summary>
    public SmtpTransaction Next(SmtpCapabilities capabilities)
    {
        var recipients = new List<SmtpPath>();
        var domains = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var most = capabilities.MaximumRecipients ?? int.MaxValue;
        var mostDomains = capabilities.MaximumRecipientDomains ?? int.MaxValue;
        for (var left = _waiting.Count; left > 0 && recipients.Count < most; left--)
        {
            // Those of further domains go to the end of the line, so that nobody of a domain that is in is left behind.
            var recipient = _waiting.Dequeue();
            if (domains.Contains(recipient.Domain) || (domains.Count < mostDomains && domains.Add(recipient.Domain)))
                recipients.Add(recipient);
            else
                _waiting.Enqueue(recipient);
        }

        return new SmtpTransaction(_message, recipients);
    }

    /// <summary>
    /// Takes in what the server said to the envelope of a transaction: who is refused for good, who is to be asked again
    /// later, and who did not fit.
    /// </summary>
    public void AbsorbEnvelope(SmtpTransaction transaction)
    {
        var tooMany = false;
        foreach (var refused in transaction.Refused)
        {
            var reply = refused.Reply!;
            if (IsTooMany(reply, tooMany || transaction.Accepted.Count > 0))
            {
                tooMany = true;
                _waiting.Enqueue(refused.Path);
            }
            else if (SmtpParameterRefusal.OfReports(transaction, reply) && !transaction.IsSenderRefused)
            {
                // The next transaction asks for none.
                transaction.LacksReports = true;
                _waiting.Enqueue(refused.Path);
            }
            else if (MayRetry(reply) && !transaction.IsSenderRefused)
                _deferred.Add((refused.Path, reply));
            else if (!transaction.IsSenderRefused)
                Delivery.AddRejected(refused);
        }

        if (transaction.LacksReports)
            WarnOfReports(
                "The server offers DSN (RFC 3461) and refuses its parameters, so it was not asked for delivery status notifications.");
        if (transaction.IsOpen)
            return;

        // MAIL or DATA was refused: for now, so that those who would have got the message are asked again, or for good.
        if (transaction.SenderReply is { IsPositive: false } sender && MayRetry(sender))
            Defer(transaction.Recipients, sender);
        else if (transaction.Accepted.Count > 0 && transaction.DataReply is { } data && MayRetry(data))
            Defer(transaction.Accepted.Select(accepted => accepted.Path), data);
        else
        {
            Delivery.AddOutcome(transaction);
            if (transaction.IsSenderRefused)
                _waiting.Clear();
        }
    }

    /// <summary>Takes in that a session went down before the transaction was open.</summary>
    public void AbsorbLoss(SmtpTransaction transaction, MailException loss)
    {
        if (loss is SmtpReplyException { Reply: var reply } && MayRetry(reply))
        {
            Defer(transaction.Recipients, reply);
            return;
        }

        Abandon(loss);
    }

    /// <summary>Puts those who were refused for now back in line.</summary>
    public void Retry()
    {
        _retries++;
        foreach (var (recipient, _) in _deferred)
            _waiting.Enqueue(recipient);
        _deferred.Clear();
    }

    /// <summary>Ends it with a failure: whoever is still waiting is not asked any more.</summary>
    public void Abandon(MailException failure)
    {
        Delivery.AddFailure(failure);
        foreach (var (recipient, reply) in _deferred)
            Delivery.AddRejected(new SmtpRecipientResult(recipient, reply));
        _deferred.Clear();
        _waiting.Clear();
    }

    /// <summary>Draws the conclusion.</summary>
    public SmtpDelivery Conclude(SmtpSession? session, TimeSpan now)
    {
        Delivery.Conclude();
        Delivery.Settle(Submission, session, now - _begun);
        return Delivery;
    }

    private void WarnOfReports(string warning)
    {
        if (Submission.Options.AsksForReports && Delivery.Warnings.Count == 0)
            Delivery.AddWarning(warning);
    }

    private bool MayRetry(SmtpReply reply) => reply.IsTransientFailure && _retries < _maximumRetryCount;

    private void Defer(IEnumerable<SmtpPath> recipients, SmtpReply reply)
    {
        foreach (var recipient in recipients)
            _deferred.Add((recipient, reply));
    }

    /// <summary>
    /// "Too many recipients" (RFC 5321 section 4.5.3.1.10, which wants 552 read as 452): it says nothing about the
    /// recipient, provided that others fitted in before. An enhanced code of another kind tells of another trouble.
    /// </summary>
    private static bool IsTooMany(SmtpReply reply, bool othersFitted) =>
        othersFitted && reply.Code is 452 or 552 && (reply.EnhancedCode is null or { Subject: 5, Detail: 3 });
}
