using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>SELECT and EXAMINE (RFC 9051 sections 6.3.2 and 6.3.3). What they tell is in the state of the mailbox.</summary>
internal sealed class ImapSelectCommand(string mailbox, bool isReadOnly) : ImapCommand<bool>
{
    public override string Name => isReadOnly ? "EXAMINE" : "SELECT";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox);

    /// <summary>Whether nothing can be changed.</summary>
    public override bool End(ImapStatus completion) =>
        completion.IsOk ? isReadOnly || completion.CodeName == "READ-ONLY" : throw NotOpened(mailbox, completion);

    /// <summary>NO says that there is no such mailbox, unless it says something else; BAD says nothing of the mailbox.</summary>
    internal static ImapStatusException NotOpened(string mailbox, ImapStatus completion) => Refused(
        completion is { Condition: "NO", CodeName: "" or "TRYCREATE" or "ALERT" } && !completion.NamesClient
            ? MailErrors.MailboxNotFound
            : MailErrors.CommandRejected,
        $"The mailbox {WireText.Excerpt(mailbox)} was not opened",
        completion);
}
