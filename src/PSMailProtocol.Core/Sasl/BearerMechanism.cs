using System.Collections.Generic;
using System.Net;

namespace PSMailProtocol.Sasl;

/// <summary>
/// The exchange that both OAuth mechanisms run: one message with the token, and, where it is refused, a challenge with the
/// reason that has to be acknowledged before the server says so.
/// </summary>
public abstract class BearerMechanism : SaslMechanism
{
    private string? _refusal;
    private bool _complete;

    private protected BearerMechanism(NetworkCredential credential)
    {
        BearerToken.ValidateUser(credential.UserName);
        BearerToken.Validate(credential.Password);
        Credential = credential;
    }

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
    internal override IEnumerable<string> Secrets => [Credential.Password];

    /// <summary>The user, and the access token in the place of a password. No public property, so that no view shows it.</summary>
    private protected NetworkCredential Credential { get; }

    /// <summary>What acknowledges the reason for a refusal.</summary>
    private protected abstract byte[] Acknowledgement { get; }

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        if (_complete)
        {
            _refusal = BearerToken.Describe(challenge);
            return Acknowledgement;
        }

        _complete = true;
        return TokenMessage();
    }

    /// <summary>The message with the token.</summary>
    private protected abstract byte[] TokenMessage();
}
