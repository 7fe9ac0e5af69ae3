using System;
using System.Collections.Generic;
using System.Security.Authentication;

namespace PSMailProtocol.Smtp;

/// <summary>What became of one message: of each recipient, and of the whole.</summary>
public sealed class SmtpDelivery
{
    private readonly List<SmtpRecipientResult> _accepted = [];
    private readonly List<SmtpRecipientResult> _rejected = [];
    private readonly List<SmtpRecipientResult> _unknown = [];
    private readonly List<string> _warnings = [];

    internal SmtpDelivery(SmtpEnvelope envelope) => Envelope = envelope;

    /// <summary>The envelope that was sent.</summary>
    public SmtpEnvelope Envelope { get; }

    /// <summary>What became of the message.</summary>
    public SmtpDeliveryStatus Status { get; private set; }

    /// <summary>The recipients that the server took the message for.</summary>
    public IReadOnlyList<SmtpRecipientResult> AcceptedRecipients => _accepted;

    /// <summary>The recipients that did not get the message, each with the reply that says why.</summary>
    public IReadOnlyList<SmtpRecipientResult> RejectedRecipients => _rejected;

    /// <summary>The reply that settled it: to the final dot, or the refusal; null when no answer came.</summary>
    public SmtpReply? Reply { get; private set; }

    /// <summary>Octets of content that went out, stuffing and terminator included.</summary>
    public long OctetsSent { get; private set; }

    /// <summary>The failure, or null if the message was taken for every recipient.</summary>
    public MailException? Failure { get; private set; }

    /// <summary>
    /// The recipients that the server took for a message whose end it did not answer, so that they may or may not get
    /// it; empty unless the status is <see cref="SmtpDeliveryStatus.Unknown"/>.
    /// </summary>
    public IReadOnlyList<SmtpRecipientResult> UnknownRecipients => _unknown;

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

    internal void AddRecipient(SmtpPath recipient, SmtpReply reply) =>
        (reply.IsPositive ? _accepted : _rejected).Add(new SmtpRecipientResult(recipient, reply));

    internal SmtpDelivery RefuseSender(SmtpReply reply)
    {
        var error = reply.Code == 552 ? MailErrors.MessageTooLarge : MailErrors.SenderRejected;
        return Reject(new SmtpReplyException(error, $"The sender {Envelope.Sender} was refused", reply), reply);
    }

    internal SmtpDelivery RefuseAllRecipients()
    {
        var first = _rejected[0];
        return Reject(new SmtpReplyException(MailErrors.NoRecipientAccepted, $"No recipient was accepted; {first.Recipient} was refused", first.Reply), first.Reply);
    }

    internal SmtpDelivery Refuse(SmtpReply reply) =>
        Reject(new SmtpReplyException(MailErrors.DataRejected, "The message was refused", reply), reply);

    internal SmtpDelivery Complete(SmtpReply reply, long octets)
    {
        OctetsSent = octets;
        if (!reply.IsPositive)
            return Refuse(reply);

        Reply = reply;
        if (_rejected.Count == 0)
        {
            Status = SmtpDeliveryStatus.Accepted;
            return this;
        }

        Status = SmtpDeliveryStatus.PartlyAccepted;
        Failure = new SmtpReplyException(MailErrors.RecipientRejected, $"{_rejected[0].Recipient} was refused", _rejected[0].Reply);
        return this;
    }

    internal SmtpDelivery LoseAnswer(MailException cause, long octets)
    {
        OctetsSent = octets;
        Status = SmtpDeliveryStatus.Unknown;
        _unknown.AddRange(_accepted);
        _accepted.Clear();
        Failure = new MailException(MailErrors.DeliveryUnknown, $"The message was sent and no answer came: {cause.Message}", cause);
        return this;
    }

    /// <summary>The message was not sent, or not to its end.</summary>
    internal SmtpDelivery Fail(MailException failure)
    {
        Status = SmtpDeliveryStatus.Rejected;
        Failure = failure;
        return this;
    }

    /// <summary>Notes what the result has to tell of the submission and the session.</summary>
    internal void Settle(SmtpSubmission submission, SmtpSession session, TimeSpan duration)
    {
        Submission = submission;
        TlsProtocol = session.Connection.TlsProtocol;
        AuthenticationMechanism = session.AuthenticationMechanism;
        Duration = duration;
    }

    private SmtpDelivery Reject(MailException failure, SmtpReply reply)
    {
        // What the server took before it refused the whole did not get the message either.
        foreach (var recipient in _accepted)
            _rejected.Add(new SmtpRecipientResult(recipient, reply));
        _accepted.Clear();
        Status = SmtpDeliveryStatus.Rejected;
        Reply = reply;
        Failure = failure;
        return this;
    }
}
