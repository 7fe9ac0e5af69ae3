using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Smtp;

/// <summary>Who a message is from and to on the wire, apart from what its header says (RFC 5321 section 2.3.1).</summary>
public sealed class SmtpEnvelope
{
    /// <summary>Creates an envelope.</summary>
    /// <param name="sender">The reverse path, or null for the empty one of notifications.</param>
    /// <param name="recipients">The forward paths; an address that is there twice is sent to once.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> if there is no recipient.</exception>
    public SmtpEnvelope(MailboxAddress? sender, IEnumerable<MailboxAddress> recipients)
    {
        Sender = sender is null ? null : SmtpPath.FromMailbox(sender);
        Recipients = recipients.Select(SmtpPath.FromMailbox).Distinct().ToList();
        if (Recipients.Count == 0)
            throw new MailException(MailErrors.InvalidParameter, "The message has no recipient.");
    }

    private SmtpEnvelope(SmtpEnvelope whole, IReadOnlyList<SmtpPath> recipients)
    {
        Sender = whole.Sender;
        Recipients = recipients;
    }

    /// <summary>The reverse path, or null for the empty one.</summary>
    public SmtpPath? Sender { get; }

    /// <summary>The forward paths.</summary>
    public IReadOnlyList<SmtpPath> Recipients { get; }

    /// <summary>The same envelope for some of its recipients.</summary>
    internal SmtpEnvelope For(IReadOnlyList<SmtpPath> recipients) => new(this, recipients);

    /// <summary>Whether an address is not ASCII, so that the server has to know SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsSmtputf8 => (Sender?.NeedsSmtputf8 ?? false) || Recipients.Any(r => r.NeedsSmtputf8);
}
