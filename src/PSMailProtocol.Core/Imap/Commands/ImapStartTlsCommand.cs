namespace PSMailProtocol.Imap.Commands;

/// <summary>STARTTLS (RFC 9051 section 6.2.1).</summary>
internal sealed class ImapStartTlsCommand : ImapCommand<bool>
{
    public override string Name => "STARTTLS";

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.TlsRequired, "The server offered STARTTLS and refused it", completion);
}
