using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Imap;

/// <summary>What FETCH told of one message.</summary>
public sealed class ImapFetchedMessage
{
    /// <summary>The message's number in the mailbox, which changes when others are expunged.</summary>
    public long Number { get; internal set; }

    /// <summary>The UID, which keeps its meaning as long as UIDVALIDITY does.</summary>
    public long Uid { get; internal set; }

    /// <summary>The size in octets, as the server says.</summary>
    public long Size { get; internal set; }

    /// <summary>When it arrived, or null if the server gives nothing that is a date.</summary>
    public DateTimeOffset? InternalDate { get; internal set; }

    /// <summary>The flags, such as <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags { get; internal set; } = [];

    /// <summary>The message or its header, whichever was asked for; null if neither was.</summary>
    public RawMail? Mail { get; internal set; }

    /// <summary>Why what was asked for is not there although the server sent it: <see cref="MailErrors.SpoolFailed"/>; null otherwise.</summary>
    public MailException? Failure { get; internal set; }
}
