namespace PSMailProtocol.Imap.Commands;

/// <summary>CAPABILITY (RFC 9051 section 6.1.1). The session takes the answer itself, since it comes unasked as well.</summary>
internal sealed class ImapCapabilityCommand : ImapCommand<bool>
{
    public override string Name => "CAPABILITY";

    /// <summary>Whether the server knows the command. Some do not, before a login.</summary>
    public override bool End(ImapStatus completion) => completion.IsOk;
}
