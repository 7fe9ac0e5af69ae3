using System;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>CREATE (RFC 9051 section 6.3.4), perhaps for a special use (RFC 6154 section 3).</summary>
internal sealed class ImapCreateCommand(string mailbox, string? specialUse) : ImapCommand<bool>
{
    public override string Name => "CREATE";

    public override void Write(ImapWriter writer)
    {
        writer.Words(Name).Mailbox(mailbox);
        if (specialUse is not null)
            writer.Words($"(USE (\\{specialUse}))");
    }

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(ErrorOf(completion), $"The mailbox {WireText.Excerpt(mailbox)} was not made", completion);

    /// <summary>Servers without a code for a name that is taken say it in words: Cyrus, and Courier as its system does.</summary>
    internal static MailError ErrorOf(ImapStatus completion) =>
        Says(completion, "already exists") || Says(completion, "file exists") ? MailErrors.MailboxExists : MailErrors.CommandRejected;

    private static bool Says(ImapStatus completion, string words) =>
        completion.Text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
}
