using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;

namespace PSMailProtocol.Smtp;

/// <summary>What became of one message: of each recipient, and of the whole.</summary>
public sealed class SmtpDelivery
{
    private readonly List<SmtpRecipientResult> _accepted = [];
    private readonly List<SmtpRecipientResult> _rejected = [];
    private readonly List<SmtpRecipientResult> _unknown = [];
    private readonly List<string> _warnings = [];
    private SmtpReply? _refusalReply;
    private MailException? _refusal;
    private MailException? _loss;

    internal SmtpDelivery(SmtpEnvelope envelope) => Envelope = envelope;

    /// <summary>The envelope that was sent.</summary>
    public SmtpEnvelope Envelope { get; }

    /// <summary>What became of the message.</summary>
    public SmtpDeliveryStatus Status { get; private set; }

    /// <summary>The recipients that the server took the message for.</summary>
    public IReadOnlyList<SmtpRecipientResult> AcceptedRecipients => _accepted;

    /// <summary>
    /// The recipients that did not get the message, each with the reply that says why, or without one if the server was
    /// not asked or did not get to an answer.
    /// </summary>
    public IReadOnlyList<SmtpRecipientResult> RejectedRecipients => _rejected;

    /// <summary>
    /// The recipients that the server took for a message whose end it did not answer, so that they may or may not get
    /// it; empty unless the status is <see cref="SmtpDeliveryStatus.Unknown"/>.
    /// </summary>
    public IReadOnlyList<SmtpRecipientResult> UnknownRecipients => _unknown;

    /// <summary>The reply that settled it: to the end of the message, or the refusal; null when no answer came.</summary>
    public SmtpReply? Reply { get; private set; }

    /// <summary>Octets of content that went out, stuffing and terminator included, in all transactions together.</summary>
    public long OctetsSent { get; private set; }

    /// <summary>The failure, or null if the message was taken for every recipient.</summary>
    public MailException? Failure { get; private set; }

    /// <summary>What was asked for and could not be had, in words for the user; empty if all could.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The submission this is the result of; null for a message that was sent through the session itself.</summary>
    public SmtpSubmission? Submission { get; private set; }

    /// <summary>The TLS protocol of the connection it went over, or <see cref="SslProtocols.None"/>.</summary>
    public SslProtocols TlsProtocol { get; private set; }

    /// <summary>The mechanism of the login, or null if there was none.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>From the submission to the reply that settled it.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Adds a recipient that is not asked again.</summary>
    internal void AddRejected(SmtpRecipientResult recipient) => _rejected.Add(recipient);

    /// <summary>Adds what became of a transaction, refused recipients and all.</summary>
    internal void Add(SmtpTransaction transaction)
    {
        if (!transaction.IsSenderRefused)
            _rejected.AddRange(transaction.Refused);
        AddOutcome(transaction);
    }

    /// <summary>Adds what became of a transaction; its refused recipients are another's business.</summary>
    internal void AddOutcome(SmtpTransaction transaction)
    {
        OctetsSent += transaction.OctetsSent;
        if (transaction.FinalReply is { IsPositive: true } taken)
        {
            _accepted.AddRange(transaction.Accepted);
            Reply = taken;
        }
        else if (transaction.FinalReply is { } refused)
            Refuse(transaction.Accepted, MailErrors.DataRejected, "The message was refused", refused);
        else if (transaction.Loss is not null && transaction.IsEnded)
        {
            _unknown.AddRange(transaction.Accepted);
            _loss ??= transaction.Loss;
        }
        else if (transaction.Loss is not null)
            AddFailure(transaction.Loss);
        else if (transaction.SenderReply is { IsPositive: false } sender)
            RefuseSender(transaction, sender);
        else if (transaction.Accepted.Count > 0 && transaction.DataReply is { IsIntermediate: false } data)
            Refuse(transaction.Accepted, MailErrors.DataRejected, "The message was refused", data);
        else if (transaction.Accepted.Count > 0)
            throw new InvalidOperationException("A transaction that is open has no outcome.");
    }

    /// <summary>Adds what became of the recipients of one destination, but for those who have no outcome yet.</summary>
    internal void Add(SmtpDestinationDelivery destination)
    {
        OctetsSent += destination.OctetsSent;
        _accepted.AddRange(destination.Accepted);
        _rejected.AddRange(destination.Rejected);
        _unknown.AddRange(destination.Unknown);
        _loss ??= destination.Loss;
        Reply = destination.Reply ?? Reply;
        foreach (var warning in destination.Warnings.Where(warning => !_warnings.Contains(warning)))
            _warnings.Add(warning);
    }

    /// <summary>Adds the recipients of a destination who have no outcome and get no other try.</summary>
    internal void GiveUp(SmtpDestinationDelivery destination)
    {
        foreach (var recipient in destination.GivenUp())
        {
            _rejected.Add(recipient);
            if (recipient.Reply is null)
                AddFailure(destination.Failure!);
        }
    }

    /// <summary>Notes why some or all of the message was not sent, if nothing said so before.</summary>
    internal void AddFailure(MailException failure)
    {
        if (_refusal is not null)
            return;

        _refusal = failure;
        _refusalReply = (failure as SmtpReplyException)?.Reply;
    }

    /// <summary>Notes what could not be had.</summary>
    internal void AddWarning(string warning) => _warnings.Add(warning);

    /// <summary>Draws the conclusion once every transaction is over.</summary>
    internal void Conclude()
    {
        if (_unknown.Count > 0)
        {
            Status = SmtpDeliveryStatus.Unknown;
            Failure = new MailException(MailErrors.DeliveryUnknown, $"The message was sent and no answer came: {_loss!.Message}", _loss);
        }
        else if (_accepted.Count == 0)
        {
            Status = SmtpDeliveryStatus.Rejected;
            Failure = _refusal ?? NobodyAccepted();
            Reply = _refusalReply ?? _rejected.FirstOrDefault()?.Reply;
        }
        else if (_rejected.Count > 0 || _refusal is not null)
        {
            Status = SmtpDeliveryStatus.PartlyAccepted;
            Failure = _refusal is null
                ? new SmtpReplyException(MailErrors.RecipientRejected, $"{_rejected[0].Recipient} was refused", _rejected[0].Reply!)
                : new SmtpPartlySentException(_refusal);
        }
        else
            Status = SmtpDeliveryStatus.Accepted;

        NameUnsettled();
    }

    /// <summary>Notes what the result has to tell of the submission and the session.</summary>
    internal void Settle(SmtpSubmission submission, SmtpSession? session, TimeSpan duration)
    {
        Settle(submission, session?.Connection.TlsProtocol ?? SslProtocols.None, duration);
        AuthenticationMechanism = session?.AuthenticationMechanism;
    }

    /// <summary>Notes what the result has to tell of the submission and how it was protected at the least.</summary>
    internal void Settle(SmtpSubmission submission, SslProtocols protocol, TimeSpan duration)
    {
        Submission = submission;
        TlsProtocol = protocol;
        Duration = duration;
    }

    private SmtpReplyException NobodyAccepted()
    {
        var first = _rejected[0];
        return new SmtpReplyException(MailErrors.NoRecipientAccepted, $"No recipient was accepted; {first.Recipient} was refused",
            first.Reply!);
    }

    /// <summary>Whoever has no reply of its own did not get the message, for the reason that it failed for.</summary>
    private void NameUnsettled()
    {
        if (_accepted.Count + _rejected.Count + _unknown.Count >= Envelope.Recipients.Count)
            return;

        var settled = new HashSet<SmtpPath>(_accepted.Concat(_rejected).Concat(_unknown).Select(recipient => recipient.Path));
        _rejected.AddRange(Envelope.Recipients.Where(path => !settled.Contains(path))
            .Select(path => new SmtpRecipientResult(path, $"Not sent. {Failure?.Message}")));
    }

    private void RefuseSender(SmtpTransaction transaction, SmtpReply reply)
    {
        // RFC 1870 section 6.1; with an enhanced code that says otherwise it is the sender's own quota (RFC 3463 section 3.3).
        var isTooLarge = reply.Code == 552 && reply.EnhancedCode is null or { Subject: 3, Detail: 4 } or { Subject: 2, Detail: 3 };
        var error = isTooLarge ? MailErrors.MessageTooLarge : MailErrors.SenderRejected;
        Refuse(transaction.Recipients.Select(recipient => new SmtpRecipientResult(recipient, reply)), error,
            $"The sender {Envelope.Sender} was refused", reply);
    }

    /// <summary>Whoever the server took before it refused the whole did not get the message either.</summary>
    private void Refuse(IEnumerable<SmtpRecipientResult> recipients, MailError error, string what, SmtpReply reply)
    {
        _rejected.AddRange(recipients.Select(recipient => new SmtpRecipientResult(recipient, reply)));
        if (_refusal is not null)
            return;

        _refusal = new SmtpReplyException(error, what, reply);
        _refusalReply = reply;
    }
}
