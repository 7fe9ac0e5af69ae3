using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Dns.Dmarc;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>Where senders report failures of TLS to (RFC 8460 section 3).</summary>
internal sealed class TlsReporting
{
    private const string Version = "TLSRPTv1";

    private TlsReporting(int count, IReadOnlyList<string> destinations)
    {
        Count = count;
        Destinations = destinations;
    }

    /// <summary>How many records there are; with more than one there is none.</summary>
    internal int Count { get; }

    /// <summary>The addresses of the one record, those that are mailto or https.</summary>
    internal IReadOnlyList<string> Destinations { get; }

    internal static string QueryName(string domain) => "_smtp._tls." + domain;

    internal static TlsReporting Among(IEnumerable<string> texts)
    {
        var records = texts.Where(text => TagList.HasVersion(text, Version)).ToList();
        return new TlsReporting(records.Count, records.Count == 1 ? Addresses(records[0]) : []);
    }

    // rua may come more than once, unlike the tags of other records.
    private static List<string> Addresses(string record) => record.Split(';')
        .Select(part => part.Trim())
        .Where(part => part.StartsWith("rua", StringComparison.OrdinalIgnoreCase)
            && part.Substring(3).TrimStart().StartsWith("=", StringComparison.Ordinal))
        .SelectMany(part => part.Substring(part.IndexOf('=') + 1).Split(','))
        .Select(address => address.Trim())
        .Where(IsDestination)
        .ToList();

    private static bool IsDestination(string address) =>
        ReportDestination.IsUri(address)
        && (address.StartsWith(ReportDestination.MailTo, StringComparison.OrdinalIgnoreCase)
            || address.StartsWith(ReportDestination.Https, StringComparison.OrdinalIgnoreCase));
}
