using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using DnsClient;
using DnsClient.Protocol;

namespace PSMailProtocol.Dns;

/// <summary>The A and AAAA records of a host, and what went wrong in finding them.</summary>
internal sealed class HostAddresses
{
    private readonly List<IPAddress> _addresses = [];
    private readonly List<MailException> _failures = [];

    private HostAddresses(string host) => Name = host;

    /// <summary>The host's canonical name; another than the one asked for if that is an alias.</summary>
    internal string Name { get; private set; }

    /// <summary>IPv4 before IPv6, each in the server's order.</summary>
    internal IReadOnlyList<IPAddress> Addresses => _addresses;

    /// <summary>Questions that no server answered; the addresses found are then perhaps not all.</summary>
    internal IReadOnlyList<MailException> Failures => _failures;

    /// <summary>The least TTL in seconds.</summary>
    internal int TimeToLive { get; private set; } = int.MaxValue;

    /// <summary>Whether every answer had the AD bit.</summary>
    internal bool IsAuthenticated { get; private set; } = true;

    internal bool IsNameError { get; private set; }

    /// <param name="resolver">Who asks.</param>
    /// <param name="host">The host's name.</param>
    /// <param name="trusted">An answer whose additional section may be used for this host, or null.</param>
    internal static async Task<HostAddresses> FindAsync(StubResolver resolver, string host, DnsAnswer? trusted = null)
    {
        var found = new HostAddresses(host);
        if (!DomainName.IsHostName(host))
        {
            found._failures.Add(new MailException(MailErrors.DnsResponseInvalid,
                $"The exchanger {host} is no host name and has no address."));
            return found;
        }

        // Both questions at once: on a distant server each would cost the time of a way there and back.
        var v4 = FollowAsync(resolver, host, QueryType.A, trusted);
        var v6 = FollowAsync(resolver, host, QueryType.AAAA, trusted);
        found.Take(await v4.ConfigureAwait(false));
        var second = await v6.ConfigureAwait(false);

        // NXDOMAIN holds for every type.
        if (!found.IsNameError)
        {
            found.Take(second);
        }

        return found;
    }

    /// <summary>The records of one type, from the trusted answer if it has any; or the failure to find them.</summary>
    private static async Task<(AliasChain<AddressRecord>? Chain, List<AddressRecord> Records, MailException? Failure)> FollowAsync(
        StubResolver resolver, string host, QueryType type, DnsAnswer? trusted)
    {
        if (trusted?.AdditionalsOf<AddressRecord>(host, type) is { Count: > 0 } given)
        {
            return (null, given, null);
        }

        try
        {
            var chain = await AliasChain<AddressRecord>.FollowAsync(resolver, host, type).ConfigureAwait(false);
            return (chain, chain.Records, null);
        }
        catch (MailException failure)
        {
            return (null, [], failure);
        }
    }

    private void Take((AliasChain<AddressRecord>? Chain, List<AddressRecord> Records, MailException? Failure) found)
    {
        if (found.Failure is not null)
        {
            _failures.Add(found.Failure);
        }

        if (found.Chain is { } chain)
        {
            Name = chain.Name;
            IsNameError |= chain.Answer.IsNameError;
            IsAuthenticated &= chain.IsAuthenticated;
            TimeToLive = Math.Min(TimeToLive, chain.TimeToLive);
        }

        Take(found.Records);
    }

    private void Take(List<AddressRecord> records)
    {
        foreach (var record in records)
        {
            TimeToLive = Math.Min(TimeToLive, DnsAnswer.Seconds(record));
        }

        _addresses.AddRange(records.Select(record => record.Address).Distinct());
    }
}
