using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns;

/// <summary>How a <see cref="DnsResolver"/> asks. Values out of range are refused when they are set (InvalidParameter).</summary>
public sealed class DnsResolverOptions
{
    private TimeSpan _timeout = TimeSpan.FromSeconds(3);
    private TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private int _attempts = 2;
    private int _udpPayloadSize = 1232;
    private int _maximumAliases = 16;
    private int _maximumExchangers = 100;

    /// <summary>The servers to ask, in turn. Empty, the default, means those of this machine at the time of each lookup.</summary>
    public IList<IPEndPoint> Servers { get; } = [];

    /// <summary>Adds servers as a person writes them (<see cref="DnsServerAddress.Parse"/>).</summary>
    /// <exception cref="MailException">InvalidParameter, NameResolutionFailed.</exception>
    public void AddServers(IEnumerable<string> servers)
    {
        foreach (var endPoint in servers.SelectMany(server => DnsServerAddress.Parse(server).GetEndPoints()))
            Servers.Add(endPoint);
    }

    /// <summary>How long one server has for one answer, TCP included. Default 3 seconds.</summary>
    public TimeSpan Timeout
    {
        get => _timeout;
        set => _timeout = RequirePositive(value, nameof(Timeout));
    }

    /// <summary>How long one call of the resolver may take, with all its queries. Default 30 seconds.</summary>
    public TimeSpan Deadline
    {
        get => _deadline;
        set => _deadline = RequirePositive(value, nameof(Deadline));
    }

    /// <summary>How often each server is asked, 1 to 10. Default 2. The second time goes without EDNS.</summary>
    public int Attempts
    {
        get => _attempts;
        set => _attempts = RequireRange(value, 1, 10, nameof(Attempts));
    }

    /// <summary>
    /// Whether to ask by TCP alone. Default false: UDP is asked first, where whoever guesses port and id of a query can answer it.
    /// What decides whom to believe, or where mail is delivered, is asked by TCP.
    /// </summary>
    public bool UseTcp { get; set; }

    /// <summary>The EDNS payload size in octets, 512 to 4096. Default 1232, which no common path fragments.</summary>
    public int UdpPayloadSize
    {
        get => _udpPayloadSize;
        set => _udpPayloadSize = RequireRange(value, 512, 4096, nameof(UdpPayloadSize));
    }

    /// <summary>Whether exchangers of equal preference come in random order (RFC 5321 section 5.1) rather than by name.</summary>
    public bool Shuffle { get; set; }

    /// <summary>
    /// Whether the addresses of the hosts that MX records name are not looked up, which saves two queries for each. Default false.
    /// </summary>
    public bool SkipAddresses { get; set; }

    /// <summary>How many CNAME records are followed from one name, 1 to 100. Default 16.</summary>
    public int MaximumAliases
    {
        get => _maximumAliases;
        set => _maximumAliases = RequireRange(value, 1, 100, nameof(MaximumAliases));
    }

    /// <summary>How many mail exchangers a domain may have, 1 to 10000. Default 100; each costs up to two queries.</summary>
    public int MaximumExchangers
    {
        get => _maximumExchangers;
        set => _maximumExchangers = RequireRange(value, 1, 10000, nameof(MaximumExchangers));
    }

    /// <summary>Receives questions and answers, on any thread; null for none.</summary>
    public ITranscript? Transcript { get; set; }

    // The upper bound is that of the waiting calls of the platform.
    private static TimeSpan RequirePositive(TimeSpan value, string name) =>
        value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? value
            : throw new MailException(MailErrors.InvalidParameter, $"{name} is more than zero and less than 24 days.");

    private static int RequireRange(int value, int least, int most, string name) =>
        value >= least && value <= most
            ? value
            : throw new MailException(MailErrors.InvalidParameter, $"{name} is {least} to {most}.");
}
