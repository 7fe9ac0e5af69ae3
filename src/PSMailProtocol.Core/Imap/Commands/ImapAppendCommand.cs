using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>
/// APPEND (RFC 9051 section 6.3.12) up to the mark of its literal. The octets are the session's, since they are read while they are sent.
/// </summary>
/// <param name="mailbox">The mailbox.</param>
/// <param name="content">The message.</param>
/// <param name="flags">Its flags as the protocol writes them.</param>
/// <param name="internalDate">When it was received; null to leave that to the server.</param>
internal sealed class ImapAppendCommand(string mailbox, ImapAppendContent content, IReadOnlyList<string> flags,
    DateTimeOffset? internalDate)
    : ImapCommand<ImapAppendUidCode?>
{
    private bool _hasLeave;

    public override string Name => "APPEND";

    /// <summary>Whether the literal goes without leave (RFC 7888).</summary>
    public bool IsUnasked { get; init; }

    /// <summary>Whether the literal may hold NUL (RFC 3516).</summary>
    public bool IsBinary { get; init; }

    /// <summary>Whether the message is said to have UTF-8 in its header (RFC 6855 section 4).</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>Whether the octets may go out now.</summary>
    public bool MayBegin => IsUnasked || _hasLeave;

    /// <summary>What stands behind the octets.</summary>
    public string Tail => IsUtf8 ? ")\r\n" : "\r\n";

    public override void Write(ImapWriter writer)
    {
        writer.Words(Name).Mailbox(mailbox);
        if (flags.Count > 0)
            writer.Flags(flags);
        if (internalDate is { } date)
            writer.Words($"\"{ImapDate.Format(date)}\"");
        var length = content.Length.ToString(CultureInfo.InvariantCulture);
        writer.Words($"{(IsUtf8 ? "UTF8 (~" : IsBinary ? "~" : "")}{{{length}{(IsUnasked ? "+" : "")}}}");
    }

    public override bool TakeLeave() => !IsUnasked && !_hasLeave && (_hasLeave = true);

    public override ImapAppendUidCode? End(ImapStatus completion) => completion.IsOk
        ? completion.ResponseCode as ImapAppendUidCode
        : throw Refused(MailErrors.CommandRejected, $"The message was not stored in {WireText.Excerpt(mailbox)}", completion);
}
