using System.Collections.Generic;
using System.Net;

namespace PSMailProtocol.Dns;

/// <summary>A server that a domain names for those who send and read its mail, by an SRV record (RFC 2782).</summary>
/// <param name="Service">The service as RFC 6186 and RFC 8314 call it, such as <c>_imaps</c>.</param>
/// <param name="Domain">The domain asked for, in A-labels.</param>
/// <param name="Host">The host's name without a final dot.</param>
/// <param name="Port">The port.</param>
/// <param name="Priority">0 to 65535; the lowest is tried first.</param>
/// <param name="Weight">0 to 65535: the share of clients among servers of one priority.</param>
public sealed record MailService(string Service, string Domain, string Host, int Port, int Priority, int Weight)
{
    /// <summary>The host's addresses, IPv4 before IPv6; empty if it has none or they could not be found out.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; internal init; } = [];

    /// <summary>Whether TLS begins with the first octet (RFC 8314 section 5.1).</summary>
    public bool IsImplicit => Service is "_submissions" or "_imaps" or "_pop3s";

    /// <summary>The owner of the record.</summary>
    public override string ToString() => $"{Service}._tcp.{Domain}";
}
