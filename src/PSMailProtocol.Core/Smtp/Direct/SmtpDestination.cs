using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Recipients whose mail goes to the same exchangers: those of one domain, and of others that name the same (RFC 5321 section 5.1). Or
/// recipients of a domain of which no exchanger is known, and why.
/// </summary>
internal sealed class SmtpDestination
{
    private SmtpDestination(IReadOnlyList<MailExchanger> exchangers, ISmtpTransportPolicy? policy, MailException? failure)
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

    /// <summary>Asks for the exchangers of each domain once, and puts recipients together, in the order in which they are named.</summary>
    public static IReadOnlyList<SmtpDestination> Of(IReadOnlyList<SmtpPath> recipients, SmtpDirectOptions options, CancellationToken cancellation)
    {
        var destinations = new List<SmtpDestination>();
        var shared = new Dictionary<string, SmtpDestination>(StringComparer.Ordinal);
        foreach (var domain in recipients.GroupBy(recipient => recipient.Domain.ToLowerInvariant()))
        {
            var found = Find(domain.Key, options, cancellation);
            if (found.Key is not { } key || !shared.TryGetValue(key, out var destination))
            {
                destinations.Add(destination = found);
                if (found.Key is { } own)
                    shared.Add(own, found);
            }

            destination.Recipients.AddRange(domain);
        }

        return destinations;
    }

    /// <summary>What two domains have in common that share their exchangers; null where they do not share. Those of equal preference may come in any order.</summary>
    private string? Key => Failure is not null || Policy is not null
        ? null
        : string.Join(" ", Exchangers.Select(e => string.Format(CultureInfo.InvariantCulture, "{0:D5}/{1}", e.Preference, e.Exchange.ToLowerInvariant())).OrderBy(e => e, StringComparer.Ordinal));

    private static SmtpDestination Find(string domain, SmtpDirectOptions options, CancellationToken cancellation)
    {
        try
        {
            if (domain[0] == '[')
                return new SmtpDestination([Literal(domain)], null, null);

            var exchangers = options.Resolve(domain, cancellation);
            return exchangers.Any(exchanger => exchanger.Status == MailExchangerStatus.NullMx)
                ? throw new MailException(MailErrors.MailNotAccepted, $"The domain {domain} takes no mail: it has a null MX (RFC 7505).")
                : new SmtpDestination(exchangers, options.Policy(domain, cancellation), null);
        }
        catch (MailException e)
        {
            return new SmtpDestination([], null, e);
        }
    }

    /// <summary>The host of an address literal (RFC 5321 section 4.1.3).</summary>
    private static MailExchanger Literal(string domain)
    {
        const string IPv6Tag = "ipv6:";
        var text = domain.Trim('[', ']');
        if (text.StartsWith(IPv6Tag, StringComparison.Ordinal))
            text = text.Substring(IPv6Tag.Length);
        return IPAddress.TryParse(text, out var address)
            ? new MailExchanger(domain, text, new IPEndPoint(IPAddress.None, 0)) { IPAddress = [address], Status = MailExchangerStatus.Implicit }
            : throw new MailException(MailErrors.InvalidAddress, $"The domain {Net.WireText.Excerpt(domain)} is no address of a host.");
    }
}
