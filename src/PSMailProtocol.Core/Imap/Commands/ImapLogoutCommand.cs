namespace PSMailProtocol.Imap.Commands;

/// <summary>LOGOUT (RFC 9051 section 6.1.3). Nothing hangs on its answer.</summary>
internal sealed class ImapLogoutCommand : ImapCommand<bool>
{
    public override string Name => "LOGOUT";

    public override bool End(ImapStatus completion) => completion.IsOk;
}
