namespace PSMailProtocol.Imap;

/// <summary>A selected mailbox (RFC 9051 section 6.3.2).</summary>
/// <param name="Name">The name, decoded.</param>
/// <param name="Exists">How many messages it holds.</param>
/// <param name="UidValidity">Under this number the UIDs mean the same messages; 0 if the server gives none.</param>
/// <param name="UidNext">The UID that the next message will have at the least; 0 if the server does not say.</param>
/// <param name="IsReadOnly">Whether nothing can be changed.</param>
public sealed record ImapMailbox(string Name, long Exists, long UidValidity, long UidNext, bool IsReadOnly)
{
    /// <summary>The highest modification sequence (RFC 7162); null if the server does not say.</summary>
    public long? HighestModSeq { get; init; }
}
