using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Dns;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>Finds the hosts that take a domain's mail, as RFC 5321 section 5.1 and RFC 7505 say. One object, one lookup.</summary>
internal sealed class MailExchangerLookup
{
    private readonly DnsResolverOptions _options;
    private readonly StubResolver _resolver;
    private readonly DnsName _domain;
    private readonly Dictionary<DnsName, HostAddresses> _hosts = [];

    internal MailExchangerLookup(DnsResolverOptions options, StubResolver resolver, DnsName domain)
    {
        _options = options;
        _resolver = resolver;
        _domain = domain;
    }

    /// <summary>The exchangers, best first; never an empty list.</summary>
    /// <exception cref="MailException">DomainNotFound, NoMailExchanger, or what the resolver throws.</exception>
    internal IReadOnlyList<MailExchanger> Resolve()
    {
        var chain = new AliasChain<MxRecord>(_resolver, _domain, DnsRecordType.Mx, _options.MaximumAliases);
        if (chain.Answer.IsNameError)
        {
            throw new MailException(MailErrors.DomainNotFound, $"The domain {chain.Name} does not exist.");
        }

        if (chain.Records.Count == 0)
        {
            return [ImplicitExchanger(chain)];
        }

        var named = chain.Records.Where(record => !record.Exchange.IsRoot).ToList();
        return named.Count == 0 ? [NullExchanger(chain)] : Explicit(chain, named);
    }

    private MailExchanger NullExchanger(AliasChain<MxRecord> chain) => new(_domain.ToString(), ".", chain.Answer.Server)
    {
        Preference = chain.Records.Min(record => record.Preference),
        Status = MailExchangerStatus.NullMx,
        TimeToLive = TimeSpan.FromSeconds(chain.TimeToLive),
        IsAuthenticated = chain.IsAuthenticated,
    };

    private MailExchanger ImplicitExchanger(AliasChain<MxRecord> chain)
    {
        var host = new HostAddresses(_resolver, chain.Name, _options.MaximumAliases);
        if (host.Addresses.Count == 0)
        {
            // A question without an answer leaves open whether the domain takes mail.
            throw host.Failures.Count > 0
                ? host.Failures[0]
                : new MailException(MailErrors.NoMailExchanger, $"The domain {chain.Name} has no MX, A or AAAA record.");
        }

        return new MailExchanger(_domain.ToString(), chain.Name.ToString(), chain.Answer.Server)
        {
            IPAddress = host.Addresses,
            Status = MailExchangerStatus.Implicit,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(chain.TimeToLive, host.TimeToLive)),
            IsAuthenticated = chain.IsAuthenticated && host.IsAuthenticated,
            Warnings = host.Failures.Select(failure => failure.Message).ToList(),
        };
    }

    private IReadOnlyList<MailExchanger> Explicit(AliasChain<MxRecord> chain, List<MxRecord> named)
    {
        if (named.Count > _options.MaximumExchangers)
        {
            throw new MailException(MailErrors.LimitExceeded,
                $"The domain {chain.Name} has {named.Count} mail exchangers, more than {_options.MaximumExchangers} (MaximumExchangers).");
        }

        var isMixed = named.Count < chain.Records.Count;
        var exchangers = named
            .GroupBy(record => (record.Preference, record.Exchange))
            .Select(group => Exchanger(chain, group.First(), isMixed));
        return MailExchangerOrder.Apply(exchangers, _options.Shuffle);
    }

    private MailExchanger Exchanger(AliasChain<MxRecord> chain, MxRecord record, bool isMixed)
    {
        var host = AddressesOf(record.Exchange, chain);
        return new MailExchanger(_domain.ToString(), record.Exchange.ToString(), chain.Answer.Server)
        {
            Preference = record.Preference,
            IPAddress = host.Addresses,
            Status = MailExchangerStatus.Mx,
            TimeToLive = TimeSpan.FromSeconds(Math.Min(chain.TimeToLive, host.TimeToLive)),
            IsAuthenticated = chain.IsAuthenticated && host.IsAuthenticated,
            Warnings = WarningsOf(record.Exchange, host, isMixed),
        };
    }

    // What the answer adds by itself counts only for names beneath the one asked for: anything else may be planted there.
    private HostAddresses AddressesOf(DnsName exchange, AliasChain<MxRecord> chain)
    {
        if (!_hosts.TryGetValue(exchange, out var host))
        {
            host = new HostAddresses(_resolver, exchange, _options.MaximumAliases, exchange.IsWithin(chain.Name) ? chain.Answer : null);
            _hosts.Add(exchange, host);
        }

        return host;
    }

    private static List<string> WarningsOf(DnsName exchange, HostAddresses host, bool isMixed)
    {
        var warnings = host.Failures.Select(failure => failure.Message).ToList();
        if (isMixed)
        {
            warnings.Add("The domain has a null MX beside this one, which RFC 7505 section 3 forbids; the null MX was passed over.");
        }

        if (!host.Name.Equals(exchange))
        {
            warnings.Add($"The exchanger {exchange} is an alias of {host.Name}, which RFC 2181 section 10.3 forbids; it was followed.");
        }

        if (host.Addresses.Count == 0 && host.Failures.Count == 0)
        {
            warnings.Add($"The exchanger {exchange} {(host.IsNameError ? "does not exist" : "has no address")}.");
        }

        return warnings;
    }
}
