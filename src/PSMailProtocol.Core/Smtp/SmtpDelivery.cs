using System.Collections.Generic;

namespace PSMailProtocol.Smtp;

/// <summary>What became of one message: of each recipient, and of the whole.</summary>
public sealed class SmtpDelivery
{
    private readonly List<SmtpRecipientResult> _accepted = [];
    private readonly List<SmtpRecipientResult> _rejected = [];

    internal SmtpDelivery(SmtpEnvelope envelope) => Envelope = envelope;

    /// <summary>The envelope that was sent.</summary>
    public SmtpEnvelope Envelope { get; }

    /// <summary>What became of the message.</summary>
    public SmtpDeliveryStatus Status { get; private set; }

    /// <summary>
    /// The recipients that the server took. With <see cref="SmtpDeliveryStatus.Unknown"/> it took them, and whether it
    /// took the message is not known.
    /// </summary>
    public IReadOnlyList<SmtpRecipientResult> AcceptedRecipients => _accepted;

    /// <summary>The recipients that did not get the message, each with the reply that says why.</summary>
    public IReadOnlyList<SmtpRecipientResult> RejectedRecipients => _rejected;

    /// <summary>The reply that settled it: to the final dot, or the refusal; null when no answer came.</summary>
    public SmtpReply? Reply { get; private set; }

    /// <summary>Octets of content that went out, stuffing and terminator included.</summary>
    public long OctetsSent { get; private set; }

    /// <summary>The failure, or null if the message was taken for every recipient.</summary>
    public MailException? Failure { get; private set; }

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
        Failure = new MailException(MailErrors.DeliveryUnknown, $"The message was sent and no answer came: {cause.Message}", cause);
        return this;
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
