using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>A mailbox as LIST shows it (RFC 9051 section 7.3.1).</summary>
/// <param name="Name">The name, decoded.</param>
/// <param name="Delimiter">What stands between the levels of the name; null where there are none.</param>
/// <param name="Attributes">The attributes as the server wrote them, such as <c>\HasNoChildren</c>.</param>
public sealed record ImapMailboxEntry(string Name, char? Delimiter, IReadOnlyList<string> Attributes)
{
    private static readonly string[] Uses = ["All", "Archive", "Drafts", "Flagged", "Important", "Junk", "Sent", "Trash"];

    /// <summary>
    /// What CHILDINFO tells: the kinds of mailboxes beneath that were asked for, such as SUBSCRIBED (RFC 5258 section 4).
    /// </summary>
    public IReadOnlyList<string> ChildInfo { get; init; } = [];

    /// <summary>What STATUS tells, where it was asked for along with the list; null otherwise.</summary>
    public ImapMailboxStatus? Status { get; init; }

    /// <summary>Whether it can be selected.</summary>
    public bool IsSelectable => !Has("\\Noselect") && !Has("\\NonExistent");

    /// <summary>What it is for (RFC 6154, RFC 8457), without the backslash: <c>Sent</c>; <c>Inbox</c>, or null.</summary>
    public string? SpecialUse =>
        Name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "Inbox"
        : Has("\\AllMail") ? "All"
        : Has("\\Spam") ? "Junk"
        : Uses.FirstOrDefault(use => Has("\\" + use));

    private bool Has(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}
