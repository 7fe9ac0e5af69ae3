using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Commands;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (RFC 9051 sections 6.3.7 and 6.3.8): many clients show only what is subscribed.</summary>
internal sealed class ImapSubscribeCommand(string mailbox, bool isSubscribed) : ImapCommand<ImapStatus>
{
    public override string Name => isSubscribed ? "SUBSCRIBE" : "UNSUBSCRIBE";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox);

    public override ImapStatus End(ImapStatus completion) => completion.IsOk
        ? completion
        : throw Refused(MailErrors.CommandRejected,
            $"The mailbox {WireText.Excerpt(mailbox)} was not {(isSubscribed ? "subscribed" : "unsubscribed")}", completion);
}
