namespace PSMailProtocol.Imap.Commands;

/// <summary>UNSELECT (RFC 9051 section 6.4.2), which closes a mailbox and expunges nothing.</summary>
internal sealed class ImapUnselectCommand : ImapCommand<bool>
{
    public override string Name => "UNSELECT";

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.CommandRejected, "UNSELECT was refused", completion);
}
