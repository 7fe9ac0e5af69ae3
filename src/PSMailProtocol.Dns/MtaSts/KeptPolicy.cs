using System;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>A policy that was fetched, the id under which it was published, and how long it holds.</summary>
internal sealed class KeptPolicy
{
    internal KeptPolicy(string id, string text, DateTimeOffset expires)
    {
        Id = id;
        Text = text;
        Expires = expires;
    }

    /// <summary>The id of the domain's record when it was fetched (RFC 8461 section 3.1).</summary>
    internal string Id { get; }

    /// <summary>The policy as it came.</summary>
    internal string Text { get; }

    /// <summary>When it is to be forgotten.</summary>
    internal DateTimeOffset Expires { get; }
}
