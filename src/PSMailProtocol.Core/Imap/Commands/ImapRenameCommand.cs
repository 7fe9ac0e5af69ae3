using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>RENAME (RFC 9051 section 6.3.6). What lies beneath goes along; that of INBOX moves its messages.</summary>
internal sealed class ImapRenameCommand(string mailbox, string newName) : ImapCommand<bool>
{
    public override string Name => "RENAME";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox).Mailbox(newName);

    public override bool End(ImapStatus completion) => completion.IsOk
        ? true
        : throw Refused(ImapCreateCommand.ErrorOf(completion),
            $"The mailbox {WireText.Excerpt(mailbox)} was not renamed to {WireText.Excerpt(newName)}", completion);
}
