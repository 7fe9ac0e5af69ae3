using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Records;
using PSMailProtocol.Dns.Report;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>
/// A stub resolver: asks recursive name servers by UDP, and by TCP what UDP does not carry (RFC 1035, 6891, 7766). It keeps
/// no answer between calls. Many lookups may run at once, by one thread or by several, as long as the options stay as they are.
/// </summary>
public sealed class DnsResolver
{
    private readonly DnsResolverOptions _options;
    private readonly NameServerClient _client;

    /// <summary>Creates a resolver.</summary>
    /// <param name="options">How to ask; null for the defaults and the name servers of this machine.</param>
    public DnsResolver(DnsResolverOptions? options = null)
    {
        _options = options ?? new DnsResolverOptions();
        _client = new NameServerClient(_options);
    }

    /// <summary>Finds the hosts that take mail for a domain (RFC 5321 section 5.1), best first.</summary>
    /// <param name="name">A domain or an e-mail address, internationalised or not, with or without a final dot.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    /// <returns>One object or more; a domain that takes no mail (RFC 7505) gives one of status NullMx.</returns>
    /// <exception cref="MailException">
    /// InvalidDomainName; DomainNotFound (NXDOMAIN); NoMailExchanger (neither MX nor address); DnsTimedOut, DnsServerFailure
    /// and DnsResponseInvalid, which say nothing about the domain; DnsServerNotConfigured; LimitExceeded.
    /// </exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<MailExchanger> ResolveMailExchangers(string name, CancellationToken cancellation = default) =>
        ResolveMailExchangersAsync(name, cancellation).GetAwaiter().GetResult();

    /// <summary>As <see cref="ResolveMailExchangers"/>, without holding a thread while servers think.</summary>
    /// <param name="name">A domain or an e-mail address, internationalised or not, with or without a final dot.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    public async Task<IReadOnlyList<MailExchanger>> ResolveMailExchangersAsync(string name, CancellationToken cancellation = default)
    {
        var domain = MailDomain.Parse(name);
        using var resolver = StartLookup(cancellation);
        return await new MailExchangerLookup(resolver, domain).ResolveAsync().ConfigureAwait(false);
    }

    /// <summary>Finds the servers that a domain names by SRV records for those who send and read its mail (RFC 6186, RFC 8314).</summary>
    /// <param name="name">A domain or an e-mail address, internationalised or not, with or without a final dot.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    /// <returns>The servers, those of a service by priority; none where the domain names none.</returns>
    /// <exception cref="MailException">As <see cref="ResolveMailExchangers"/>, but for NoMailExchanger.</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<MailService> ResolveMailServices(string name, CancellationToken cancellation = default) =>
        ResolveMailServicesAsync(name, cancellation).GetAwaiter().GetResult();

    /// <summary>As <see cref="ResolveMailServices"/>, without holding a thread while servers think.</summary>
    /// <param name="name">A domain or an e-mail address, internationalised or not, with or without a final dot.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    public async Task<IReadOnlyList<MailService>> ResolveMailServicesAsync(string name, CancellationToken cancellation = default)
    {
        var domain = MailDomain.Parse(name);
        using var resolver = StartLookup(cancellation);
        return await MailServiceLookup.ResolveAsync(resolver, domain).ConfigureAwait(false);
    }

    /// <summary>Finds the IPv4 and IPv6 addresses of a host, following aliases.</summary>
    /// <param name="name">A host name, internationalised or not.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    /// <returns>One address or more, IPv4 before IPv6.</returns>
    /// <exception cref="MailException">As above, with NameResolutionFailed for a host without an address.</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<IPAddress> ResolveAddresses(string name, CancellationToken cancellation = default) =>
        ResolveAddressesAsync(name, cancellation).GetAwaiter().GetResult();

    /// <summary>As <see cref="ResolveAddresses"/>, without holding a thread while servers think.</summary>
    /// <param name="name">A host name, internationalised or not.</param>
    /// <param name="cancellation">Ends the lookup at once.</param>
    public async Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellation = default)
    {
        var host = MailDomain.Parse(name);
        using var resolver = StartLookup(cancellation);
        var found = await HostAddresses.FindAsync(resolver, host).ConfigureAwait(false);
        if (found.Addresses.Count > 0)
        {
            return found.Addresses;
        }

        if (found.IsNameError)
        {
            throw new MailException(MailErrors.DomainNotFound, $"The host {found.Name} does not exist.");
        }

        throw found.Failures.Count > 0
            ? found.Failures[0]
            : new MailException(MailErrors.NameResolutionFailed, $"The host {found.Name} has no address.");
    }

    /// <summary>
    /// Looks at everything by which a domain's mail finds its way and is believed: MX, SPF, DKIM, DMARC, MTA-STS, TLS-RPT, DANE, PTR.
    /// </summary>
    /// <param name="question">The domain, and what else is known of its mail.</param>
    /// <param name="policies">How policies of MTA-STS are fetched; null for the way of RFC 8461, within the deadline of the
    /// options.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>A row for each check, in that order. What could not be found out is a row of verdict Unknown.</returns>
    /// <exception cref="MailException">InvalidDomainName; DnsServerNotConfigured.</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<MailDomainCheck>> TestMailDomainAsync(
        MailDomainQuestion question, MtaStsPolicyFetcher? policies = null, CancellationToken cancellation = default)
    {
        using var resolver = StartLookup(cancellation);
        return await MailDomainReport.RunAsync(
            question, new DnsRecordLookup(resolver),
            policies ?? new MtaStsPolicyFetcher { Timeout = _options.Deadline, Resolver = this, Transcript = _options.Transcript },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>As <see cref="TestMailDomainAsync"/>, on this thread.</summary>
    /// <param name="question">The domain, and what else is known of its mail.</param>
    /// <param name="policies">How policies of MTA-STS are fetched; null for the way of RFC 8461.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public IReadOnlyList<MailDomainCheck> TestMailDomain(
        MailDomainQuestion question, MtaStsPolicyFetcher? policies = null, CancellationToken cancellation = default) =>
        TestMailDomainAsync(question, policies, cancellation).GetAwaiter().GetResult();

    /// <summary>Finds the policies of MTA-STS that a sender has to keep to.</summary>
    /// <param name="fetcher">Fetches them.</param>
    /// <param name="cache">Keeps them for their lifetime.</param>
    /// <param name="warn">Told of what could not be fetched or kept; from any thread.</param>
    public MtaStsPolicies FindPolicies(MtaStsPolicyFetcher fetcher, MtaStsPolicyCache cache, Action<string>? warn = null) =>
        FindPolicies(fetcher, cache, () => DateTimeOffset.UtcNow, warn);

    internal MtaStsPolicies FindPolicies(IMtaStsPolicySource source, MtaStsPolicyCache cache, Func<DateTimeOffset> clock,
        Action<string>? warn) =>
        new(StartLookup, source, cache, warn) { Clock = clock };

    // The machine's servers are read anew each time: a laptop changes its network between two calls.
    private StubResolver StartLookup(CancellationToken cancellation)
    {
        IReadOnlyList<IPEndPoint> servers = _options.Servers.Count > 0 ? _options.Servers.ToList() : SystemNameServers.Read();
        return new StubResolver(_options, _client, servers, cancellation);
    }
}
