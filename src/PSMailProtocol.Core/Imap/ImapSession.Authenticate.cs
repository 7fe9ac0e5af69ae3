using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Imap;

/// <content>AUTHENTICATE (RFC 9051 section 6.2.2) with SASL-IR (RFC 4959).</content>
public sealed partial class ImapSession
{
    /// <summary>The longest AUTHENTICATE with an initial response, in octets without tag; servers take lines of 8,192 (RFC 7162 section 4).</summary>
    private const int LongestAuthenticate = 8000;

    /// <summary>The mechanism of the login, or the command LOGIN; null before.</summary>
    public string? AuthenticationMechanism { get; private set; }

    /// <summary>Logs in by SASL.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationFailed"/> where it is refused.</exception>
    public void Authenticate(SaslMechanism mechanism)
    {
        using var screen = new LoginScreen(_connection, "+ ");
        var exchange = new SaslExchange(mechanism, _limits.Sasl, screen);
        var begin = exchange.Begin("AUTHENTICATE ", Capabilities.Has("SASL-IR") ? LongestAuthenticate : 0);
        var before = Capabilities;
        using (_connection.Operation())
        {
            var status = Run(NewCommand(begin), null, exchange.Answer);
            exchange.ThrowIfFaulty();
            if (!status.IsOk)
                throw new ImapStatusException(MailErrors.AuthenticationFailed, exchange.DescribeRefusal(), status) { Mechanism = mechanism.Name };
            exchange.Accept();
        }

        AuthenticationMechanism = mechanism.Name;
        RenewCapabilities(before);
    }

    /// <summary>The strongest way in: a mechanism of SASL, or the command LOGIN where none fits.</summary>
    private void Authenticate(MailAccount account, MailCredential credential)
    {
        var choice = new SaslChoice(account, credential, _connection, Capabilities.AuthenticationMechanisms, _limits.Sasl);
        if (choice.Find() is { } mechanism)
            Authenticate(mechanism);
        else if (credential.Kind == MailCredentialKind.Password && account.Authentication is MailAuthentication.Auto or MailAuthentication.Login && !Capabilities.LoginDisabled)
            Login(credential.GetSecret());
        else
            throw choice.Unavailable();
    }

    /// <summary>Servers may offer more after the login and say so with the completion; one that did not is asked.</summary>
    private void RenewCapabilities(ImapCapabilities before)
    {
        if (ReferenceEquals(before, Capabilities))
            ReadCapabilities();
    }
}
