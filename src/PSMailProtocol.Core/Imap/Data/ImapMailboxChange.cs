using System.Collections.Generic;

namespace PSMailProtocol.Imap;

/// <summary>Something that a server tells of the selected mailbox, whatever it was asked (RFC 9051 section 7.4).</summary>
internal abstract record ImapMailboxChange;

/// <summary>So many messages are there now.</summary>
internal sealed record ImapExists(long Count) : ImapMailboxChange;

/// <summary>So many messages are new (RFC 3501 section 7.3.2).</summary>
internal sealed record ImapRecent(long Count) : ImapMailboxChange;

/// <summary>The message with this number is gone, and those behind it have one less.</summary>
internal sealed record ImapExpunged(long Number) : ImapMailboxChange;

/// <summary>Messages are gone (RFC 7162 section 3.2.10).</summary>
/// <param name="Ranges">Their UIDs.</param>
/// <param name="IsEarlier">Whether they were gone before the mailbox was selected.</param>
internal sealed record ImapVanished(IReadOnlyList<(long First, long Last)> Ranges, bool IsEarlier) : ImapMailboxChange;

/// <summary>The flags that messages there can have.</summary>
internal sealed record ImapFlagsDefined(IReadOnlyList<string> Flags) : ImapMailboxChange;
