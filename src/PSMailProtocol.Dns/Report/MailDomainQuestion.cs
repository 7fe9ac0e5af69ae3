using System.Collections.Generic;
using System.Net;

namespace PSMailProtocol.Dns.Report;

/// <summary>What <see cref="DnsResolver.TestMailDomain"/> is to look at.</summary>
public sealed class MailDomainQuestion
{
    /// <summary>Asks about a domain.</summary>
    /// <param name="name">A domain or an e-mail address, internationalised or not.</param>
    public MailDomainQuestion(string name) => Name = name;

    /// <summary>The domain, or an address of it.</summary>
    public string Name { get; }

    /// <summary>The selectors of DKIM keys; nothing in DNS lists them.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The address that mail of the domain comes from; null to look at the records alone.</summary>
    public IPAddress? Sender { get; init; }

    /// <summary>The envelope's sender (MAIL FROM), an address or a domain; null for one of the domain itself.</summary>
    public string? From { get; init; }

    /// <summary>What the sending host calls itself; null for the domain.</summary>
    public string? Helo { get; init; }
}
