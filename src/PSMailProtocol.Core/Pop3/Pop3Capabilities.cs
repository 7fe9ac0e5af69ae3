using System;
using System.Collections.Generic;

namespace PSMailProtocol.Pop3;

/// <summary>What a server offered in its answer to CAPA (RFC 2449); empty for a server that does not know the command.</summary>
public sealed class Pop3Capabilities
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.OrdinalIgnoreCase);

    private Pop3Capabilities()
    {
    }

    /// <summary>No capabilities at all.</summary>
    public static Pop3Capabilities None { get; } = new();

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

    /// <summary>The SASL mechanisms (RFC 5034).</summary>
    public IReadOnlyCollection<string> AuthenticationMechanisms =>
        _tags.TryGetValue("SASL", out var mechanisms) ? mechanisms.Split([' '], StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>Reads the lines of an answer to CAPA.</summary>
    public static Pop3Capabilities FromLines(IEnumerable<string> lines)
    {
        var capabilities = new Pop3Capabilities();
        foreach (var line in lines)
        {
            var end = line.IndexOf(' ');
            capabilities._tags[end < 0 ? line : line.Substring(0, end)] = end < 0 ? "" : line.Substring(end + 1);
        }

        return capabilities;
    }
}
