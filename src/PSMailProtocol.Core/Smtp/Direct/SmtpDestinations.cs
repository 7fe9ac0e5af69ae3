using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Finds where the mail of recipients goes, and keeps what it found for the messages that follow: of a domain that answers for its time to
/// live and at the most five minutes, of one that fails or has an exchanger without an address for one minute.
/// </summary>
internal sealed class SmtpDestinations
{
    private const int MostDomains = 10_000;
    private const string IPv6Tag = "ipv6:";

    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureKept = TimeSpan.FromMinutes(1);

    private readonly SmtpDirectOptions _options;
    private readonly Dictionary<string, (Route Route, TimeSpan Until)> _known = new(StringComparer.Ordinal);

    public SmtpDestinations(SmtpDirectOptions options) => _options = options;

    /// <summary>
    /// Puts recipients together whose mail goes the same way, in the order in which they are named. Each domain is asked for once.
    /// </summary>
    public IReadOnlyList<SmtpDestination> Of(IReadOnlyList<SmtpPath> recipients, CancellationToken cancellation)
    {
        var domains = recipients.GroupBy(recipient => recipient.Domain.ToLowerInvariant()).ToList();
        Find([.. domains.Select(domain => domain.Key)], cancellation);

        var destinations = new List<SmtpDestination>();
        var shared = new Dictionary<string, SmtpDestination>(StringComparer.Ordinal);
        foreach (var domain in domains)
        {
            var route = _known[domain.Key].Route;
            if (route.Key is not { } key || !shared.TryGetValue(key, out var destination))
            {
                destinations.Add(destination = new SmtpDestination(route.Exchangers, route.Policy, route.Failure));
                if (route.Key is { } own)
                    shared.Add(own, destination);
            }

            destination.Recipients.AddRange(domain);
        }

        return destinations;
    }

    /// <summary>Forgets what failed, so that a further try asks anew.</summary>
    public void ForgetFailures()
    {
        foreach (var domain in _known.Where(known => !known.Value.Route.IsComplete).Select(known => known.Key).ToList())
            _known.Remove(domain);
    }

    private void Find(IReadOnlyList<string> domains, CancellationToken cancellation)
    {
        var now = _options.Clock();
        if (_known.Count + domains.Count > MostDomains)
            _known.Clear();

        var wanted = domains.Where(domain => !_known.TryGetValue(domain, out var known) || known.Until <= now).ToList();
        var found = new Route[wanted.Count];
        try
        {
            Parallel.For(0, wanted.Count,
                new ParallelOptions { MaxDegreeOfParallelism = _options.ThrottleLimit, CancellationToken = cancellation },
                i => found[i] = Find(wanted[i], cancellation));
        }
        catch (AggregateException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }

        for (var i = 0; i < wanted.Count; i++)
            _known[wanted[i]] = (found[i], now + found[i].Lifetime);
    }

    private Route Find(string domain, CancellationToken cancellation)
    {
        try
        {
            if (domain[0] == '[')
                return new Route([Literal(domain)], null, null);

            var exchangers = _options.Resolve(domain, cancellation);
            return exchangers.Any(exchanger => exchanger.Status == MailExchangerStatus.NullMx)
                ? throw new MailException(MailErrors.MailNotAccepted, $"The domain {domain} takes no mail: it has a null MX (RFC 7505).")
                : new Route(exchangers, _options.Policy(domain, cancellation), null);
        }
        catch (MailException e)
        {
            return new Route([], null, e);
        }
    }

    /// <summary>The host of an address literal (RFC 5321 section 4.1.3).</summary>
    private static MailExchanger Literal(string domain)
    {
        var text = domain.Trim('[', ']');
        if (text.StartsWith(IPv6Tag, StringComparison.Ordinal))
            text = text.Substring(IPv6Tag.Length);
        return IPAddress.TryParse(text, out var address)
            ? new MailExchanger(domain, text, new IPEndPoint(IPAddress.None, 0))
            {
                IPAddress = [address],
                Status = MailExchangerStatus.Implicit,
                TimeToLive = LongestKept,
            }
            : throw new MailException(MailErrors.InvalidAddress, $"The domain {WireText.Excerpt(domain)} is no address of a host.");
    }

    /// <summary>Where the mail of a domain goes, or why nowhere.</summary>
    private sealed record Route(IReadOnlyList<MailExchanger> Exchangers, ISmtpTransportPolicy? Policy, MailException? Failure)
    {
        /// <summary>How long it holds.</summary>
        public TimeSpan Lifetime =>
            Exchangers.Select(exchanger => exchanger.TimeToLive).Append(IsComplete ? LongestKept : FailureKept).Min();

        /// <summary>Whether every exchanger has an address; for one that has none, perhaps nobody answered.</summary>
        public bool IsComplete => Failure is null && Exchangers.All(exchanger => exchanger.IPAddress.Count > 0);

        /// <summary>
        /// What two domains have in common that share their exchangers; null where they do not share. Those of equal preference may come in
        /// any order.
        /// </summary>
        public string? Key { get; } = Failure is not null || Policy is not null
            ? null
            : string.Join(" ",
                Exchangers.Select(
                    e => string.Format(CultureInfo.InvariantCulture, "{0:D5}/{1}", e.Preference, e.Exchange.ToLowerInvariant()))
                .OrderBy(e => e, StringComparer.Ordinal));
    }
}
