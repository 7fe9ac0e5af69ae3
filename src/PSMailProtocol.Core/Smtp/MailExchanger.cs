using System;
using System.Collections.Generic;
using System.Net;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Smtp;

/// <summary>A host that takes mail for a domain. Sorts by preference, then by name.</summary>
public sealed class MailExchanger : IComparable<MailExchanger>, IComparable
{
    private readonly JoinedList<IPAddress> _addresses = new([]);
    private readonly JoinedList<string> _warnings = new([]);

    /// <summary>Creates an exchanger.</summary>
    /// <param name="domain">The domain asked for, in A-labels.</param>
    /// <param name="exchange">The host, or "." for none.</param>
    /// <param name="server">The name server that named it.</param>
    public MailExchanger(string domain, string exchange, IPEndPoint server)
    {
        Domain = domain;
        Exchange = exchange;
        NameServer = server;
    }

    /// <summary>The domain asked for, in A-labels, lower case and without a final dot.</summary>
    public string Domain { get; }

    /// <summary>0 to 65535; the lowest is tried first. 0 for an implicit exchanger.</summary>
    public int Preference { get; init; }

    /// <summary>The host's name without a final dot; "." where the domain takes no mail.</summary>
    public string Exchange { get; }

    /// <summary>
    /// The host's addresses, IPv4 before IPv6; empty if it has none or they could not be found out (see <see cref="Warnings"/>).
    /// </summary>
    public IReadOnlyList<IPAddress> IPAddress
    {
        get => _addresses;
        init => _addresses = new(value);
    }

    /// <summary>How the domain names this host.</summary>
    public MailExchangerStatus Status { get; init; }

    /// <summary>How long this may be kept: the least TTL of all records that led here.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>The name server that named the exchanger.</summary>
    public IPEndPoint NameServer { get; }

    /// <summary>
    /// Whether the name server says that it verified its answers by DNSSEC (the AD bit, RFC 4035). It is worth as much as
    /// the server and the way to it, since nothing is verified here.
    /// </summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>What is wrong with the domain's records, in sentences; empty if nothing is.</summary>
    public IReadOnlyList<string> Warnings
    {
        get => _warnings;
        init => _warnings = new(value);
    }

    /// <inheritdoc/>
    public int CompareTo(MailExchanger? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byPreference = Preference.CompareTo(other.Preference);
        return byPreference != 0 ? byPreference : StringComparer.OrdinalIgnoreCase.Compare(Exchange, other.Exchange);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        MailExchanger other => CompareTo(other),
        _ => throw new ArgumentException("A mail exchanger compares to another only.", nameof(obj)),
    };

    /// <summary>Preference and host as an MX record has them, such as <c>10 mx.example.com</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Preference} {Exchange}");
}
