namespace PSMailProtocol.Imap.Commands;

/// <summary>NOOP (RFC 9051 section 6.1.2), which gives the server a chance to say what is new.</summary>
internal sealed class ImapNoopCommand : ImapCommand<bool>
{
    public override string Name => "NOOP";

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.CommandRejected, "NOOP was refused", completion);
}
