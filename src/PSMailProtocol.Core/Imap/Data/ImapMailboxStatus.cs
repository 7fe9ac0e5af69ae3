namespace PSMailProtocol.Imap;

/// <summary>
/// What STATUS tells of a mailbox (RFC 9051 section 7.3.4, RFC 7162, RFC 7889, RFC 8438); what the server does not say is null.
/// </summary>
/// <param name="Name">The name, decoded.</param>
public sealed record ImapMailboxStatus(string Name)
{
    /// <summary>How many messages it holds.</summary>
    public long? Messages { get; init; }

    /// <summary>How many of them are not seen.</summary>
    public long? Unseen { get; init; }

    /// <summary>How many of them are marked as deleted.</summary>
    public long? Deleted { get; init; }

    /// <summary>The UID that the next message will have at the least.</summary>
    public long? UidNext { get; init; }

    /// <summary>Under this number the UIDs mean the same messages.</summary>
    public long? UidValidity { get; init; }

    /// <summary>The size of all messages in octets.</summary>
    public long? Size { get; init; }

    /// <summary>The largest message that can be appended, in octets (RFC 7889).</summary>
    public long? AppendLimit { get; init; }

    /// <summary>The highest modification sequence.</summary>
    public long? HighestModSeq { get; init; }

    /// <summary>The same with one more item.</summary>
    internal ImapMailboxStatus With(string item, long? value) => item switch
    {
        "MESSAGES" => this with { Messages = value },
        "UNSEEN" => this with { Unseen = value },
        "DELETED" => this with { Deleted = value },
        "UIDNEXT" => this with { UidNext = value },
        "UIDVALIDITY" => this with { UidValidity = value },
        "SIZE" => this with { Size = value },
        "APPENDLIMIT" => this with { AppendLimit = value },
        "HIGHESTMODSEQ" => this with { HighestModSeq = value },
        _ => this,
    };
}
