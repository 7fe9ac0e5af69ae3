using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>XOAUTH2, by which Google and Microsoft take an OAuth 2.0 access token: <c>user=… ^A auth=Bearer … ^A ^A</c>.</summary>
public sealed class XOAuth2Mechanism : SaslMechanism
{
    private readonly NetworkCredential _credential;
    private string? _refusal;
    private bool _complete;

    /// <summary>Creates an exchange for one login.</summary>
    /// <param name="credential">The user, and the access token in the place of a password.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> without a user,
    /// <see cref="MailErrors.InvalidWireText"/> for what is no token or user.</exception>
    public XOAuth2Mechanism(NetworkCredential credential)
    {
        if (credential.UserName.Length == 0)
            throw new MailException(MailErrors.InvalidParameter, "XOAUTH2 names the user beside the token: give -Credential with the user name together with -Token.");
        BearerToken.ValidateUser(credential.UserName);
        BearerToken.Validate(credential.Password);
        _credential = credential;
    }

    /// <inheritdoc/>
    public override string Name => "XOAUTH2";

    /// <inheritdoc/>
    public override bool HasInitialResponse => true;

    /// <inheritdoc/>
    public override bool IsComplete => _complete;

    /// <inheritdoc/>
    public override string? Refusal => _refusal;

    /// <inheritdoc/>
    internal override bool CanAnswer => _refusal is null;

    /// <inheritdoc/>
    internal override bool ReadsChallenges => false;

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        if (_complete)
        {
            // The challenge is the reason for a refusal, and the server waits for an empty answer before it refuses.
            _refusal = BearerToken.Describe(challenge);
            return [];
        }

        _complete = true;
        return Encoding.UTF8.GetBytes($"user={_credential.UserName}{BearerToken.Separator}auth=Bearer {_credential.Password}{BearerToken.Separator}{BearerToken.Separator}");
    }
}
