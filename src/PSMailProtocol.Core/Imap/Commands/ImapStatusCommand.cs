using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>STATUS (RFC 9051 section 6.3.11).</summary>
internal sealed class ImapStatusCommand(string mailbox, string items) : ImapCommand<ImapMailboxStatus>
{
    private ImapMailboxStatus? _status;

    public override string Name => "STATUS";

    public override void Write(ImapWriter writer) => writer.Words(Name).Mailbox(mailbox).Words($"({items})");

    public override bool Take(object response)
    {
        if (_status is not null || response is not ImapMailboxStatus status)
            return false;

        _status = status;
        return true;
    }

    public override ImapMailboxStatus End(ImapStatus completion) => completion.IsOk
        ? _status ?? new ImapMailboxStatus(mailbox)
        : throw ImapSelectCommand.NotOpened(mailbox, completion);
}
