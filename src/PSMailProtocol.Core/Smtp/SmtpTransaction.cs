using System.Collections.Generic;

namespace PSMailProtocol.Smtp;

/// <summary>
/// One mail transaction (RFC 5321 section 3.3): MAIL, a RCPT for each recipient, the content; and what the server said
/// to each. It knows what was said, not how it is sent.
/// </summary>
internal sealed class SmtpTransaction
{
    private readonly List<SmtpRecipientResult> _accepted = [];
    private readonly List<SmtpRecipientResult> _refused = [];

    public SmtpTransaction(SmtpMessage message, IReadOnlyList<SmtpPath> recipients)
    {
        Message = message;
        Recipients = recipients;
    }

    /// <summary>What is sent.</summary>
    public SmtpMessage Message { get; }

    /// <summary>The recipients of this transaction: all of the message's or some.</summary>
    public IReadOnlyList<SmtpPath> Recipients { get; }

    /// <summary>The recipients that the server took, in the order they were named.</summary>
    public IReadOnlyList<SmtpRecipientResult> Accepted => _accepted;

    /// <summary>The recipients that it refused.</summary>
    public IReadOnlyList<SmtpRecipientResult> Refused => _refused;

    /// <summary>The reply to MAIL, or null.</summary>
    public SmtpReply? SenderReply { get; private set; }

    /// <summary>The reply to DATA, or null.</summary>
    public SmtpReply? DataReply { get; private set; }

    /// <summary>The reply to the end of the content, or the refusal that came before its end; null if none came.</summary>
    public SmtpReply? FinalReply { get; private set; }

    /// <summary>Whether the server can have the content to its end, so that only it knows what it did with it.</summary>
    public bool IsEnded { get; set; }

    /// <summary>
    /// Whether BDAT was called unknown, so that the server has taken the content for commands; what it says of them is not read.
    /// </summary>
    public bool LacksChunking { get; set; }

    /// <summary>Whether reports were asked for with the recipients (RFC 3461).</summary>
    public bool AsksForReports { get; set; }

    /// <summary>Whether DSN is offered and its parameters were called unknown.</summary>
    public bool LacksReports { get; set; }

    /// <summary>How many octets of content went out.</summary>
    public long OctetsSent { get; set; }

    /// <summary>Why the content could not be written to its end, or null.</summary>
    public MailException? ContentFailure { get; set; }

    /// <summary>What ended the connection before the end of the content was answered, or null.</summary>
    public MailException? Loss { get; set; }

    /// <summary>Whether MAIL was answered and refused.</summary>
    public bool IsSenderRefused => SenderReply is { IsPositive: false };

    /// <summary>Whether it is known already that nobody will get the content.</summary>
    public bool IsHopeless => IsSenderRefused || _refused.Count == Recipients.Count;

    /// <summary>Whether somebody was accepted and the server awaits the content.</summary>
    public bool IsOpen => SenderReply is { IsPositive: true } && _accepted.Count > 0 && (DataReply is null || DataReply.Code == 354);

    public void AnswerSender(SmtpReply reply) => SenderReply = reply;

    public void AnswerRecipient(SmtpPath recipient, SmtpReply reply) =>
        (reply.IsPositive ? _accepted : _refused).Add(new SmtpRecipientResult(recipient, reply));

    public void AnswerData(SmtpReply reply) => DataReply = reply;

    public void AnswerContent(SmtpReply reply) => FinalReply = reply;

    /// <summary>
    /// Forgets what was said, because the connection on which it was is gone and the server cannot have the content, or was never asked to
    /// take it.
    /// </summary>
    public void Restart()
    {
        _accepted.Clear();
        _refused.Clear();
        SenderReply = null;
        DataReply = null;
        FinalReply = null;
        IsEnded = false;
        LacksChunking = false;
        OctetsSent = 0;
        Loss = null;
    }
}
