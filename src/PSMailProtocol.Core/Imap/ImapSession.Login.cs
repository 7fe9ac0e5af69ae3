using System.Net;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>LOGIN (RFC 9051 section 6.2.3).</content>
public sealed partial class ImapSession
{
    /// <summary>Logs in.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationMechanismUnavailable"/> where LOGIN is disabled,
    /// <see cref="MailErrors.AuthenticationFailed"/> where it is refused.</exception>
    public void Login(NetworkCredential credential)
    {
        if (Capabilities.LoginDisabled)
            throw new MailException(MailErrors.AuthenticationMechanismUnavailable, "The server has LOGIN disabled on this connection.");

        var command = NewCommand("LOGIN")
            .String(credential.UserName, nameof(credential.UserName))
            .Secret(credential.Password, nameof(credential.Password));
        using var operation = _connection.Operation();
        using var screen = new LoginScreen(_connection);
        screen.Hide(credential.Password);
        screen.Hide(ImapCommand.Quoted(credential.Password));
        var before = Capabilities;
        Expect(command, MailErrors.AuthenticationFailed, "The login was refused");
        AuthenticationMechanism = "LOGIN";
        RenewCapabilities(before);
    }
}
