using System.Net;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>LOGIN (RFC 9051 section 6.2.3).</summary>
internal sealed class ImapLoginCommand(NetworkCredential credential) : ImapCommand<bool>
{
    public override string Name => "LOGIN";

    public override void Write(ImapWriter writer) => writer
        .Words(Name)
        .String(credential.UserName, nameof(credential.UserName))
        .Secret(credential.Password, nameof(credential.Password));

    public override bool End(ImapStatus completion) =>
        completion.IsOk ? true : throw Refused(MailErrors.AuthenticationFailed, "The login was refused", completion);
}
