using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>XOAUTH2, by which Google and Microsoft take an OAuth 2.0 access token: <c>user=… ^A auth=Bearer … ^A ^A</c>.</summary>
public sealed class XOAuth2Mechanism : BearerMechanism
{
    /// <summary>Creates an exchange for one login.</summary>
    /// <param name="credential">The user, and the access token in the place of a password.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> without a user,
    /// <see cref="MailErrors.InvalidWireText"/> for what is no token or user.</exception>
    public XOAuth2Mechanism(NetworkCredential credential)
        : base(credential)
    {
        if (credential.UserName.Length == 0)
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(credential.UserName),
                "is empty, and XOAUTH2 names the user beside the token.");
    }

    /// <inheritdoc/>
    public override string Name => "XOAUTH2";

    /// <summary>Nothing: the server waits for an empty answer before it refuses.</summary>
    private protected override byte[] Acknowledgement => [];

    private protected override byte[] TokenMessage() =>
        Encoding.UTF8.GetBytes(
            $"user={Credential.UserName}{BearerToken.Separator}auth=Bearer {Credential.Password}" +
            $"{BearerToken.Separator}{BearerToken.Separator}");
}
