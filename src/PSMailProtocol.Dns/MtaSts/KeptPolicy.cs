using System;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>A policy that was fetched, the id under which it was published, and how long it holds.</summary>
internal sealed class KeptPolicy
{
    private KeptPolicy(string id, string text, MtaStsPolicy policy, DateTimeOffset expires)
    {
        Id = id;
        Text = text;
        Policy = policy;
        Expires = expires;
    }

    /// <summary>The id of the domain's record when it was fetched (RFC 8461 section 3.1).</summary>
    internal string Id { get; }

    /// <summary>The policy as it came.</summary>
    internal string Text { get; }

    /// <summary>What it says.</summary>
    internal MtaStsPolicy Policy { get; }

    /// <summary>When it is to be forgotten.</summary>
    internal DateTimeOffset Expires { get; }

    /// <summary>A policy that was fetched now.</summary>
    /// <exception cref="MailException">It is none.</exception>
    internal static KeptPolicy Fetched(string id, string text, DateTimeOffset now)
    {
        var policy = MtaStsPolicy.Parse(text);
        return new KeptPolicy(id, text, policy, now + policy.Lifetime);
    }

    /// <summary>A policy that was kept.</summary>
    /// <exception cref="MailException">It is none.</exception>
    internal static KeptPolicy Restored(string id, string text, DateTimeOffset expires) => new(id, text, MtaStsPolicy.Parse(text), expires);
}
