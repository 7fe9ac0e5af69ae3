using System.Collections.Generic;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Recipients whose mail goes to the same exchangers: those of one domain, and of others that name the same (RFC 5321 section 5.1). Or
/// recipients of a domain of which no exchanger is known, and why.
/// </summary>
internal sealed class SmtpDestination
{
    public SmtpDestination(IReadOnlyList<MailExchanger> exchangers, ISmtpTransportPolicy? policy, MailException? failure)
    {
        Exchangers = exchangers;
        Policy = policy;
        Failure = failure;
    }

    /// <summary>Where the mail goes, best first; empty if there is a failure.</summary>
    public IReadOnlyList<MailExchanger> Exchangers { get; }

    /// <summary>What the domain asks for, or null.</summary>
    public ISmtpTransportPolicy? Policy { get; }

    /// <summary>Why no exchanger is known, or null.</summary>
    public MailException? Failure { get; }

    /// <summary>Whose mail it is.</summary>
    public List<SmtpPath> Recipients { get; } = [];
}
