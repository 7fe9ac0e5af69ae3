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

    /// <summary>Whether the server upgrades to TLS (RFC 3207).</summary>
    public bool StartTls => Has("STARTTLS");

    /// <summary>Whether it takes 8-bit content (RFC 6152).</summary>
    public bool EightBitMime => Has("8BITMIME");

    /// <summary>Whether it takes addresses in UTF-8 (RFC 6531).</summary>
    public bool Smtputf8 => Has("SMTPUTF8");

    /// <summary>Whether it takes commands ahead of its replies (RFC 2920).</summary>
    public bool Pipelining => Has("PIPELINING");

    /// <summary>Whether it knows the SIZE parameter (RFC 1870).</summary>
    public bool Size => Has("SIZE");

    /// <summary>The largest message it takes in octets, or null if it does not say.</summary>
    public long? MaximumSize =>
        _keywords.TryGetValue("SIZE", out var size) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets) && octets > 0
            ? octets
            : null;

    /// <summary>The SASL mechanisms (RFC 4954), those of the old <c>AUTH=</c> form included.</summary>
    public IReadOnlyCollection<string> AuthenticationMechanisms =>
        _keywords.TryGetValue("AUTH", out var mechanisms) ? mechanisms.Split([' '], StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>Whether the server offers a keyword.</summary>
    public bool Has(string keyword) => _keywords.ContainsKey(keyword);

    /// <summary>Reads the keywords; the first line is the server's name and not one.</summary>
    public static SmtpCapabilities FromEhlo(SmtpReply reply)
    {
        var capabilities = new SmtpCapabilities();
        foreach (var line in reply.Lines.Skip(1))
        {
            var end = line.IndexOfAny([' ', '=']);
            var keyword = end < 0 ? line : line.Substring(0, end);
            var parameters = end < 0 ? "" : line.Substring(end + 1);
            capabilities._keywords[keyword] = capabilities._keywords.TryGetValue(keyword, out var known) ? known + " " + parameters : parameters;
        }

        return capabilities;
    }
}
