using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DnsClient;
using DnsClient.Protocol;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>Finds the hosts that take a domain's mail, as RFC 5321 section 5.1 and RFC 7505 say. One object, one lookup.</summary>
internal sealed class MailExchangerLookup
{
    private readonly StubResolver _resolver;
    private readonly string _domain;
    private readonly Dictionary<string, Task<HostAddresses>> _hosts = new(DomainName.Comparer);

    internal MailExchangerLookup(StubResolver resolver, string domain)
    {
        _resolver = resolver;
        _domain = domain;
    }

    /// <summary>The exchangers, best first; never an empty list.</summary>
    /// <exception cref="MailException">DomainNotFound, NoMailExchanger, or what the resolver throws.</exception>
    internal async Task<IReadOnlyList<MailExchanger>> ResolveAsync()
    {
        var chain = await AliasChain<MxRecord>.FollowAsync(_resolver, _domain, QueryType.MX).ConfigureAwait(false);
        if (chain.Answer.IsNameError)
        {
            throw new MailException(MailErrors.DomainNotFound, $"The domain {chain.Name} does not exist.");
        }

        if (chain.Records.Count == 0)
        {
            return [await ImplicitExchangerAsync(chain).ConfigureAwait(false)];
        }

        var named = chain.Records.Where(record => DomainName.Target(record.Exchange) != DomainName.Root).ToList();
        return named.Count == 0 ? [NullExchanger(chain)] : await ExplicitAsync(chain, named).ConfigureAwait(false);
    }

    private MailExchanger NullExchanger(AliasChain<MxRecord> chain) => new(_domain, ".", chain.Answer.Server)
    {
        Preference = chain.Records.Min(record => record.Preference),
        Status = MailExchangerStatus.NullMx,
        TimeToLive = TimeSpan.FromSeconds(chain.TimeToLive),
        IsAuthenticated = chain.IsAuthenticated,
    };

    private MailExchanger NoExchanger(AliasChain<MxRecord> chain, HostAddresses host) => new(_domain, ".", chain.Answer.Server)
    {
        Status = MailExchangerStatus.None,
        TimeToLive = TimeSpan.FromSeconds(Math.Min(chain.TimeToLive, host.TimeToLive)),
        IsAuthenticated = chain.IsAuthenticated && host.IsAuthenticated,
    };

    private async Task<MailExchanger> ImplicitExchangerAsync(AliasChain<MxRecord> chain)
    {
        var host = await HostAddresses.FindAsync(_resolver, chain.Name).ConfigureAwait(false);
        if (host.Addresses.Count == 0)
        {
            // A question without an answer leaves open whether the domain takes mail.
            throw host.Failures.Count > 0 ? host.Failures[0] : new NoMailExchangerException(chain.Name, NoExchanger(chain, host));
        }

        return new MailExchanger(_domain, chain.Name, chain.Answer.Server)
        {
            IPAddress = host.Addresses,
            Status = MailExchangerStatus.Implicit,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(chain.TimeToLive, host.TimeToLive)),
            IsAuthenticated = chain.IsAuthenticated && host.IsAuthenticated,
            Warnings = host.Failures.Select(failure => failure.Message).ToList(),
        };
    }

    private async Task<IReadOnlyList<MailExchanger>> ExplicitAsync(AliasChain<MxRecord> chain, List<MxRecord> named)
    {
        if (named.Count > _resolver.Options.MaximumExchangers)
        {
            throw new MailException(MailErrors.LimitExceeded,
                $"The domain {chain.Name} has {named.Count} mail exchangers, more " +
                $"than {_resolver.Options.MaximumExchangers} (MaximumExchangers).");
        }

        var isMixed = named.Count < chain.Records.Count;

        // All hosts at once: one after the other, those whose servers are silent would use up the time of those that can be reached.
        var exchangers = await Task.WhenAll(named
            .GroupBy(record => (record.Preference, DomainName.Target(record.Exchange).ToUpperInvariant()))
            .Select(records => ExchangerAsync(chain, records.First(), isMixed))).ConfigureAwait(false);
        return MailExchangerOrder.Apply(exchangers, _resolver.Options.Shuffle);
    }

    private async Task<MailExchanger> ExchangerAsync(AliasChain<MxRecord> chain, MxRecord record, bool isMixed)
    {
        var exchange = DomainName.Target(record.Exchange);
        var host = _resolver.Options.SkipAddresses ? null : await AddressesOfAsync(exchange, chain).ConfigureAwait(false);
        return new MailExchanger(_domain, exchange, chain.Answer.Server)
        {
            Preference = record.Preference,
            IPAddress = host?.Addresses ?? [],
            Status = MailExchangerStatus.Explicit,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(chain.TimeToLive, host?.TimeToLive ?? int.MaxValue)),
            IsAuthenticated = chain.IsAuthenticated && host is not { IsAuthenticated: false },
            Warnings = WarningsOf(exchange, host, isMixed),
        };
    }

    // What the answer adds by itself counts only for names beneath the one asked for: anything else may be planted there.
    private Task<HostAddresses> AddressesOfAsync(string exchange, AliasChain<MxRecord> chain)
    {
        if (!_hosts.TryGetValue(exchange, out var host))
        {
            host = HostAddresses.FindAsync(_resolver, exchange, DomainName.IsWithin(exchange, chain.Name) ? chain.Answer : null);
            _hosts.Add(exchange, host);
        }

        return host;
    }

    private static List<string> WarningsOf(string exchange, HostAddresses? host, bool isMixed)
    {
        var warnings = host?.Failures.Select(failure => failure.Message).Distinct().ToList() ?? [];
        if (isMixed)
        {
            warnings.Add("The domain has a null MX beside this one, which RFC 7505 section 3 forbids; the null MX was passed over.");
        }

        if (host is not null && !DomainName.Comparer.Equals(host.Name, exchange))
        {
            warnings.Add($"The exchanger {exchange} is an alias of {host.Name}, which RFC 2181 section 10.3 forbids; it was followed.");
        }

        if (host is { Addresses.Count: 0, Failures.Count: 0 })
        {
            warnings.Add($"The exchanger {exchange} {(host.IsNameError ? "does not exist" : "has no address")}.");
        }

        return warnings;
    }
}
