using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>A mail transaction between MAIL and the end of its data (RFC 5321 section 3.3).</summary>
internal sealed class SmtpTransaction
{
    public SmtpTransaction(SmtpPath sender) => Sender = sender;

    /// <summary>The reverse-path with its parameters.</summary>
    public SmtpPath Sender { get; }

    /// <summary>The forward-paths that were accepted.</summary>
    public List<string> Recipients { get; } = [];

    /// <summary>Whether addresses and header fields may be UTF-8 (RFC 6531).</summary>
    public bool IsInternationalized => Sender.Parameter("SMTPUTF8") is not null;
}
