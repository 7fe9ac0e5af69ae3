using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Dns.Dmarc;

/// <summary>Where reports are to go: URIs of rua= and ruf= in DMARC and TLS-RPT records.</summary>
internal static class ReportDestination
{
    internal const string MailTo = "mailto:";
    internal const string Https = "https:";

    /// <summary>Whether a text is an absolute URI (RFC 3986) and, if it is a mailto, has an address.</summary>
    internal static bool IsUri(string text) =>
        text.All(character => character is > ' ' and <= '~')
        && Uri.TryCreate(text, UriKind.Absolute, out _)
        && text.IndexOf(':') > 0
        && (!text.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase) || MailDomainOf(text) is not null);

    /// <summary>The domain that a mailto goes to, in lower case, or null.</summary>
    internal static string? MailDomainOf(string uri)
    {
        if (!uri.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase))
            return null;

        var address = uri.Substring(MailTo.Length).Split('?')[0];
        var at = address.LastIndexOf('@');
        var domain = at <= 0 ? "" : address.Substring(at + 1).TrimEnd('.').ToLowerInvariant();
        return DomainName.IsHostName(domain) ? domain : null;
    }

    /// <summary>The domains of all mailto addresses, each once.</summary>
    internal static IReadOnlyList<string> MailDomainsOf(IEnumerable<string> uris) =>
        uris.Select(MailDomainOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
}
