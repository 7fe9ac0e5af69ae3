using System.Collections.Generic;
using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>LOGIN, never standardised and still the only one that some servers offer: user, then password, each when asked.</summary>
public sealed class LoginMechanism : SaslMechanism
{
    private readonly NetworkCredential _credential;
    private int _answers;

    /// <summary>Creates an exchange for one login.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> if user or password holds a NUL.</exception>
    public LoginMechanism(NetworkCredential credential)
    {
        SaslCredential.RefuseNul(credential);
        _credential = credential;
    }

    /// <inheritdoc/>
    public override string Name => "LOGIN";

    /// <inheritdoc/>
    public override bool HasInitialResponse => false;

    /// <inheritdoc/>
    public override bool IsComplete => _answers == 2;

    /// <inheritdoc/>
    internal override bool ReadsChallenges => false;

    /// <inheritdoc/>
    internal override IEnumerable<string> Secrets => [_credential.Password];

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge) =>
        // The prompts' wording differs from server to server; their order does not.
        Encoding.UTF8.GetBytes(_answers++ == 0 ? _credential.UserName : _credential.Password);
}
