using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Smtp;

/// <summary>A mail transaction between MAIL and the end of its data (RFC 5321 section 3.3).</summary>
internal sealed class MailTransaction
{
    public MailTransaction(SmtpPathArgument sender) => Sender = sender;

    /// <summary>The reverse-path with its parameters.</summary>
    public SmtpPathArgument Sender { get; }

    /// <summary>The forward-paths that were accepted.</summary>
    public List<string> Recipients { get; } = [];

    /// <summary>The parameters of each.</summary>
    public List<IReadOnlyList<string>> RecipientParameters { get; } = [];

    /// <summary>What came in chunks so far (RFC 3030), or null.</summary>
    public CappedBuffer? Chunks { get; set; }

    /// <summary>Whether addresses and header fields may be UTF-8 (RFC 6531).</summary>
    public bool IsInternationalized => Sender.Parameter("SMTPUTF8") is not null;
}
