using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Smtp;

/// <summary>What a server offered in its reply to EHLO (RFC 5321 section 4.1.1.1); empty after HELO.</summary>
public sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);

    private SmtpCapabilities()
    {
    }

    /// <summary>No capabilities at all.</summary>
    public static SmtpCapabilities None { get; } = new();

    /// <summary>The keywords, as the server wrote them.</summary>
    public IReadOnlyCollection<string> Keywords => _keywords.Keys;

    /// <summary>The keywords with their parameters, in order, as the server wrote them.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary>Whether the server upgrades to TLS (RFC 3207).</summary>
    public bool StartTls => Has("STARTTLS");

    /// <summary>Whether it takes 8-bit content (RFC 6152).</summary>
    public bool EightBitMime => Has("8BITMIME");

    /// <summary>Whether it takes addresses in UTF-8 (RFC 6531).</summary>
    public bool Smtputf8 => Has("SMTPUTF8");

    /// <summary>Whether it takes commands ahead of its replies (RFC 2920).</summary>
    public bool Pipelining => Has("PIPELINING");

    /// <summary>Whether it takes content in chunks (RFC 3030).</summary>
    public bool Chunking => Has("CHUNKING");

    /// <summary>Whether it reports on delivery as it is asked to (RFC 3461).</summary>
    public bool DeliveryStatusNotification => Has("DSN");

    /// <summary>Whether it can promise that a message stays inside TLS (RFC 8689).</summary>
    public bool RequireTls => Has("REQUIRETLS");

    /// <summary>Whether its replies have enhanced codes (RFC 2034).</summary>
    public bool EnhancedStatusCodes => Has("ENHANCEDSTATUSCODES");

    /// <summary>The most recipients of one transaction, or null if it does not say (RFC 9422 RCPTMAX).</summary>
    public int? MaximumRecipients => Limit("RCPTMAX");

    /// <summary>The most transactions of one session, or null if it does not say (RFC 9422 MAILMAX).</summary>
    public int? MaximumTransactions => Limit("MAILMAX");

    /// <summary>The most domains among the recipients of one transaction, or null if it does not say (RFC 9422 RCPTDOMAINMAX).</summary>
    public int? MaximumRecipientDomains => Limit("RCPTDOMAINMAX");

    /// <summary>Whether it knows the SIZE parameter (RFC 1870).</summary>
    public bool Size => Has("SIZE");

    /// <summary>The largest message it takes in octets, or null if it does not say.</summary>
    public long? MaximumSize =>
        _keywords.TryGetValue("SIZE", out var size) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            && octets > 0
            ? octets
            : null;

    /// <summary>The SASL mechanisms (RFC 4954), those of the old <c>AUTH=</c> form included.</summary>
    public IReadOnlyCollection<string> AuthenticationMechanisms =>
        _keywords.TryGetValue("AUTH", out var mechanisms) ? mechanisms.Split([' '], StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>What is left once a keyword proved to be an empty offer.</summary>
    internal SmtpCapabilities Without(string keyword)
    {
        var left = new SmtpCapabilities { Lines = Lines };
        foreach (var offered in _keywords)
            left._keywords[offered.Key] = offered.Value;
        left._keywords.Remove(keyword);
        return left;
    }

    /// <summary>Whether the server offers a keyword.</summary>
    public bool Has(string keyword) => _keywords.ContainsKey(keyword);

    /// <summary>One of the limits of RFC 9422 section 3; one that is no number of at least 1 counts for nothing.</summary>
    private int? Limit(string name)
    {
        if (!_keywords.TryGetValue("LIMITS", out var limits))
            return null;

        foreach (var limit in limits.Split(' '))
        {
            if (limit.Length > name.Length && limit[name.Length] == '=' && limit.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(limit.Substring(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0)
                return number;
        }

        return null;
    }

    /// <summary>Reads the keywords; the first line is the server's name and not one.</summary>
    public static SmtpCapabilities FromEhlo(SmtpReply reply)
    {
        var capabilities = new SmtpCapabilities { Lines = [.. reply.Lines.Skip(1)] };
        foreach (var line in capabilities.Lines)
        {
            var end = line.IndexOfAny([' ', '=']);
            var keyword = end < 0 ? line : line.Substring(0, end);
            var parameters = end < 0 ? "" : line.Substring(end + 1);
            capabilities._keywords[keyword] = capabilities._keywords.TryGetValue(keyword, out var known)
                ? known + " " + parameters
                : parameters;
        }

        return capabilities;
    }
}
