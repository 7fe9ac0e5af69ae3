using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>DELETE (RFC 9051 section 6.3.5).</summary>
internal sealed class ImapDeleteCommand(string mailbox) : ImapCommand<bool>
{
    public override string Name => "DELETE";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox);

    public override bool End(ImapStatus completion) =>
        completion.IsOk
            ? true
            : throw Refused(MailErrors.CommandRejected, $"The mailbox {WireText.Excerpt(mailbox)} was not removed", completion);
}
