using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>A message of an IMAP mailbox.</summary>
public sealed class ImapMessage : ReceivedMessage
{
    internal ImapMessage(ImapFetchedMessage fetched, bool isHeader, MailboxId mailbox, MailAccount account)
        : base(fetched.Mail!, isHeader, mailbox, account)
    {
        IsPartial = isHeader;
        Number = fetched.Number;
        Uid = fetched.Uid;
        Size = fetched.Size ?? (isHeader ? 0 : fetched.Mail!.Length);
        InternalDate = fetched.InternalDate;
        Flags = new JoinedList<string>(fetched.Flags);
    }

    /// <summary>The number in the mailbox, which changes when others are expunged.</summary>
    public long Number { get; }

    /// <summary>The UID, which identifies the message as long as the mailbox keeps its UIDVALIDITY.</summary>
    public long Uid { get; }

    /// <summary>The size in octets, as the server says; where it does not know, as many as came, and 0 for a header alone.</summary>
    public long Size { get; }

    /// <summary>When it arrived, or null if the server does not say.</summary>
    public DateTimeOffset? InternalDate { get; }

    /// <summary>When the last server took it: <see cref="InternalDate"/>, or without that by the topmost Received field.</summary>
    public override DateTimeOffset? Received => InternalDate ?? base.Received;

    /// <summary>The flags, such as <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>Whether it is marked as seen.</summary>
    public bool Seen => Flags.Contains("\\Seen", StringComparer.OrdinalIgnoreCase);
}
