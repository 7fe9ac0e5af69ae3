using System;
using System.Collections.Generic;
using System.Globalization;

namespace PSMailProtocol.Pop3;

/// <summary>What a server offered in its answer to CAPA (RFC 2449); empty for a server that does not know the command.</summary>
public sealed class Pop3Capabilities
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.OrdinalIgnoreCase);

    private Pop3Capabilities(bool areKnown) => AreKnown = areKnown;

    /// <summary>No capabilities at all.</summary>
    public static Pop3Capabilities None { get; } = new(areKnown: false);

    /// <summary>Whether the server answered CAPA. One that did not may still know UIDL and TOP.</summary>
    public bool AreKnown { get; }

    /// <summary>The capability tags as the server wrote them.</summary>
    public IReadOnlyCollection<string> Tags => _tags.Keys;

    /// <summary>Whether the server upgrades to TLS (RFC 2595).</summary>
    public bool StartTls => _tags.ContainsKey("STLS");

    /// <summary>Whether it knows UIDL.</summary>
    public bool Uidl => _tags.ContainsKey("UIDL");

    /// <summary>Whether it knows TOP.</summary>
    public bool Top => _tags.ContainsKey("TOP");

    /// <summary>Whether it takes commands ahead of its replies.</summary>
    public bool Pipelining => _tags.ContainsKey("PIPELINING");

    /// <summary>Whether it takes USER and PASS now.</summary>
    public bool User => _tags.ContainsKey("USER");

    /// <summary>Whether it can be told that headers and credentials may be UTF-8 (RFC 6856 section 2).</summary>
    public bool Utf8 => _tags.ContainsKey("UTF8");

    /// <summary>
    /// For how many days it keeps messages (RFC 2449 section 6.7): 0 for a server that may delete what was read as soon as
    /// the session ends; null if it does not say, or keeps them for ever (<see cref="NeverExpires"/>).
    /// </summary>
    public int? ExpireDays => Number("EXPIRE");

    /// <summary>Whether it says that it never deletes a message by itself.</summary>
    public bool NeverExpires => string.Equals(FirstArgument("EXPIRE"), "NEVER", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many seconds it wants between two logins (RFC 2449 section 6.5), or null if it does not say.</summary>
    public int? LoginDelaySeconds => Number("LOGIN-DELAY");

    /// <summary>What it says of its make (RFC 2449 section 6.9), or null.</summary>
    public string? Implementation => _tags.TryGetValue("IMPLEMENTATION", out var implementation) ? implementation : null;

    /// <summary>The capabilities with their arguments, in order, as the server wrote them.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary>The SASL mechanisms (RFC 5034).</summary>
    public IReadOnlyCollection<string> AuthenticationMechanisms =>
        _tags.TryGetValue("SASL", out var mechanisms) ? mechanisms.Split(Pop3Listing.Blanks, StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>Reads the lines of an answer to CAPA.</summary>
    public static Pop3Capabilities FromLines(IEnumerable<string> lines)
    {
        var capabilities = new Pop3Capabilities(areKnown: true);
        var all = new List<string>();
        foreach (var line in lines)
        {
            var words = line.Trim(Pop3Listing.Blanks);
            if (words.Length == 0)
                continue;

            all.Add(line);
            var end = words.IndexOfAny(Pop3Listing.Blanks);
            capabilities._tags[end < 0 ? words : words.Substring(0, end)] = end < 0
                ? ""
                : words.Substring(end + 1).Trim(Pop3Listing.Blanks);
        }

        capabilities.Lines = all;
        return capabilities;
    }

    // "EXPIRE 30 USER" and "LOGIN-DELAY 900 USER" mean: each user his own, at the most or least this.
    private string? FirstArgument(string tag) => _tags.TryGetValue(tag, out var arguments) ? arguments.Split(Pop3Listing.Blanks)[0] : null;

    private int? Number(string tag) =>
        int.TryParse(FirstArgument(tag), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
