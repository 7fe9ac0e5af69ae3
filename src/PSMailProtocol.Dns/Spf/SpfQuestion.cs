using System;
using System.Globalization;
using System.Net;

namespace PSMailProtocol.Dns.Spf;

/// <summary>Who sends: what <c>check_host()</c> is asked about (RFC 7208 section 4.1), and what macros stand for.</summary>
internal sealed class SpfQuestion
{
    private const string Postmaster = "postmaster";

    /// <param name="address">The client's address; one of IPv4 within IPv6 counts as IPv4 (section 5).</param>
    /// <param name="sender">The address of MAIL FROM, empty for the null path.</param>
    /// <param name="helo">The name of the greeting.</param>
    internal SpfQuestion(IPAddress address, string sender, string helo)
    {
        Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Helo = helo;
        var at = sender.LastIndexOf('@');
        Domain = ALabels(sender.Length == 0 ? helo : sender.Substring(at + 1));
        LocalPart = at > 0 ? sender.Substring(0, at) : Postmaster;
    }

    internal IPAddress Address { get; }

    internal string Helo { get; }

    /// <summary>The sender's local part; "postmaster" if there is none (section 4.3).</summary>
    internal string LocalPart { get; }

    /// <summary>The sender's domain, or that of the greeting for the null path (section 2.4).</summary>
    internal string Domain { get; }

    internal string Sender => LocalPart + "@" + Domain;

    /// <summary>The host that receives, for explanations.</summary>
    internal string Receiver { get; init; } = "unknown";

    /// <summary>When, for explanations.</summary>
    internal DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    // A name that has no A-labels stays as it is and is then no domain.
    private static string ALabels(string domain)
    {
        try
        {
            return new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }
}
