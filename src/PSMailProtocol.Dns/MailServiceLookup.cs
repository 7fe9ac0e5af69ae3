using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DnsClient;
using DnsClient.Protocol;

namespace PSMailProtocol.Dns;

/// <summary>Asks for the SRV records by which a domain names the servers of its users (RFC 6186 section 3, RFC 8314 section 5.1).</summary>
internal static class MailServiceLookup
{
    private static readonly string[] Services = ["_submissions", "_submission", "_imaps", "_imap", "_pop3s", "_pop3"];

    /// <summary>The servers, service by service.</summary>
    /// <exception cref="MailException">What the resolver throws; LimitExceeded for too many records.</exception>
    internal static async Task<IReadOnlyList<MailService>> ResolveAsync(StubResolver resolver, string domain)
    {
        // All questions at once: on a distant server each would cost the time of a way there and back.
        var found = await Task.WhenAll(Services.Select(service => FindAsync(resolver, service, domain))).ConfigureAwait(false);
        return [.. found.SelectMany(servers => servers)];
    }

    private static async Task<IReadOnlyList<MailService>> FindAsync(StubResolver resolver, string service, string domain)
    {
        var owner = $"{service}._tcp.{domain}";
        if (!DomainName.IsHostName(owner))
        {
            // It would be longer than a name may be, so nobody can have such a record.
            return [];
        }

        var chain = await AliasChain<SrvRecord>.FollowAsync(resolver, owner, QueryType.SRV).ConfigureAwait(false);
        if (chain.Records.Count > resolver.Options.MaximumExchangers)
        {
            throw new MailException(MailErrors.LimitExceeded,
                $"{owner} has {chain.Records.Count} SRV records, more than {resolver.Options.MaximumExchangers} (MaximumExchangers).");
        }

        // The root as target says that the service is not offered (RFC 2782, RFC 6186 section 3.4). Who uses a server picks among those
        // of one priority by chance and weight; whoever looks at all of them wants the same order each time.
        var named = chain.Records
            .Select(record =>
                new MailService(service, domain, DomainName.Target(record.Target), record.Port, record.Priority, record.Weight))
            .Where(server => server.Host != DomainName.Root)
            .GroupBy(server => (server.Host.ToUpperInvariant(), server.Port, server.Priority, server.Weight), (_, same) => same.First())
            .OrderBy(server => server.Priority).ThenByDescending(server => server.Weight)
            .ThenBy(server => server.Host, DomainName.Comparer).ThenBy(server => server.Port);
        return await Task.WhenAll(named.Select(server => WithAddressesAsync(resolver, server))).ConfigureAwait(false);
    }

    private static async Task<MailService> WithAddressesAsync(StubResolver resolver, MailService server)
    {
        var host = await HostAddresses.FindAsync(resolver, server.Host).ConfigureAwait(false);
        return server with { Addresses = host.Addresses };
    }
}
