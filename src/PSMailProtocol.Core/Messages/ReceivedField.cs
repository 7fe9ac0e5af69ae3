using System;

namespace PSMailProtocol.Messages;

/// <summary>
/// One station of a message's way (RFC 5321 section 4.4). Only the newest is written by a server that you know; the others may be made up.
/// </summary>
public sealed class ReceivedField
{
    internal ReceivedField(Func<string, string> clause, DateTimeOffset? date)
    {
        (From, By, With, Id) = (clause("from"), clause("by"), clause("with"), clause("id"));
        For = clause("for").Trim('<', '>');
        Date = date;
    }

    /// <summary>The host that it came from, comments included, or an empty string.</summary>
    public string From { get; }

    /// <summary>The host that took it, or an empty string.</summary>
    public string By { get; }

    /// <summary>The protocol, such as <c>ESMTPS</c> (RFC 3848), or an empty string.</summary>
    public string With { get; }

    /// <summary>The id that the host gave it, or an empty string.</summary>
    public string Id { get; }

    /// <summary>The recipient, without angle brackets, or an empty string.</summary>
    public string For { get; }

    /// <summary>When it was taken, or <c>null</c>.</summary>
    public DateTimeOffset? Date { get; }

    /// <inheritdoc/>
    public override string ToString() => "from " + From + " by " + By;
}
