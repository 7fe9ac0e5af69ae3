using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>The A and AAAA records of a host, and what went wrong in finding them.</summary>
internal sealed class HostAddresses
{
    private readonly StubResolver _resolver;
    private readonly int _maximumAliases;
    private readonly DnsName _host;
    private readonly List<IPAddress> _addresses = [];
    private readonly List<MailException> _failures = [];

    /// <param name="resolver">Who asks.</param>
    /// <param name="host">The host's name.</param>
    /// <param name="maximumAliases">The cap on CNAME records.</param>
    /// <param name="trusted">An answer whose additional section may be used for this host, or null.</param>
    internal HostAddresses(StubResolver resolver, DnsName host, int maximumAliases, DnsAnswer? trusted = null)
    {
        _resolver = resolver;
        _host = host;
        _maximumAliases = maximumAliases;
        Name = host;
        Find(DnsRecordType.A, trusted);

        // NXDOMAIN holds for every type.
        if (!IsNameError)
        {
            Find(DnsRecordType.Aaaa, trusted);
        }
    }

    /// <summary>The host's canonical name; another than the one asked for if that is an alias.</summary>
    internal DnsName Name { get; private set; }

    /// <summary>IPv4 before IPv6, each in the server's order.</summary>
    internal IReadOnlyList<IPAddress> Addresses => _addresses;

    /// <summary>Questions that no server answered; the addresses found are then perhaps not all.</summary>
    internal IReadOnlyList<MailException> Failures => _failures;

    /// <summary>The least TTL in seconds.</summary>
    internal uint TimeToLive { get; private set; } = int.MaxValue;

    /// <summary>Whether every answer had the AD bit.</summary>
    internal bool IsAuthenticated { get; private set; } = true;

    internal bool IsNameError { get; private set; }

    private void Find(DnsRecordType type, DnsAnswer? trusted)
    {
        var given = trusted?.AdditionalsOf<AddressRecord>(_host, type);
        if (given?.Count > 0)
        {
            Take(given);
            return;
        }

        try
        {
            var chain = new AliasChain<AddressRecord>(_resolver, _host, type, _maximumAliases);
            Name = chain.Name;
            IsNameError |= chain.Answer.IsNameError;
            IsAuthenticated &= chain.IsAuthenticated;
            TimeToLive = Math.Min(TimeToLive, chain.TimeToLive);
            Take(chain.Records);
        }
        catch (MailException failure)
        {
            _failures.Add(failure);
        }
    }

    private void Take(List<AddressRecord> records)
    {
        foreach (var record in records)
        {
            TimeToLive = Math.Min(TimeToLive, DnsAnswer.Seconds(record.TimeToLive));
        }

        _addresses.AddRange(records.Select(record => record.Address).Distinct());
    }
}
