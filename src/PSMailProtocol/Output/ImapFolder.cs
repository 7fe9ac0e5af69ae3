using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>A mailbox of an IMAP account, often called a folder. What its server does not say is null.</summary>
public sealed class ImapFolder
{
    private const string Storage = "STORAGE";
    private const long StorageUnit = 1024;

    private readonly MailAccount _account;

    internal ImapFolder(ImapMailboxEntry entry, IReadOnlyList<ImapQuota> quotas, MailAccount account)
    {
        _account = account;
        Name = entry.Name;
        SpecialUse = entry.SpecialUse;
        Delimiter = entry.Delimiter;
        Attribute = new JoinedList<string>(entry.Attributes);
        IsSelectable = entry.IsSelectable;
        MessageCount = entry.Status?.Messages;
        Unseen = entry.Status?.Unseen;
        Size = entry.Status?.Size;
        UidNext = entry.Status?.UidNext;
        UidValidity = entry.Status?.UidValidity;
        HighestModSeq = entry.Status?.HighestModSeq;
        Mailbox = MailboxId.OfMailbox(account, entry.Name, entry.Status?.UidValidity ?? 0);
        if (quotas.SelectMany(quota => quota.Resources).FirstOrDefault(resource => resource.Name == Storage) is { } storage)
            (QuotaUsage, QuotaLimit) = (storage.Usage * StorageUnit, storage.Limit * StorageUnit);
    }

    /// <summary>The name, with all its levels.</summary>
    public string Name { get; }

    /// <summary>
    /// What it is for (RFC 6154): Inbox, Sent, Drafts, Trash, Junk, Archive, All, Flagged or Important; null if the server does not say.
    /// </summary>
    public string? SpecialUse { get; }

    /// <summary>What stands between the levels of the name; null where there are none.</summary>
    public char? Delimiter { get; }

    /// <summary>How many messages it holds.</summary>
    public long? MessageCount { get; }

    /// <summary>How many of them are not seen.</summary>
    public long? Unseen { get; }

    /// <summary>The size of all messages in octets.</summary>
    public long? Size { get; }

    /// <summary>The UID that the next message will have at the least.</summary>
    public long? UidNext { get; }

    /// <summary>Under this number the UIDs mean the same messages.</summary>
    public long? UidValidity { get; }

    /// <summary>The highest modification sequence (RFC 7162), from which <c>-ChangedSince</c> goes on.</summary>
    public long? HighestModSeq { get; }

    /// <summary>How many octets are used of the quota that holds for it.</summary>
    public long? QuotaUsage { get; }

    /// <summary>How many octets that quota allows.</summary>
    public long? QuotaLimit { get; }

    /// <summary>Whether it can hold messages, and not other folders alone.</summary>
    public bool IsSelectable { get; }

    /// <summary>The attributes as the server wrote them, such as <c>\HasNoChildren</c>.</summary>
    public IReadOnlyList<string> Attribute { get; }

    /// <summary>Which mailbox of which account it is.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>
    /// The login and how to connect, so that a cmdlet down the pipeline can go there. It is no property, so that nothing shows it.
    /// </summary>
    internal MailAccount GetAccount() => _account;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
