using System.Globalization;
using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>OAUTHBEARER (RFC 7628): an OAuth 2.0 access token, with the server that it is meant for.</summary>
public sealed class OAuthBearerMechanism : SaslMechanism
{
    private readonly NetworkCredential _credential;
    private readonly string _server;
    private readonly int _port;
    private string? _refusal;
    private bool _complete;

    /// <summary>Creates an exchange for one login.</summary>
    /// <param name="credential">The access token in the place of a password, and the user, or an empty name to leave that to the token.</param>
    /// <param name="server">The server's name as the user gave it.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> for what is no token or user.</exception>
    public OAuthBearerMechanism(NetworkCredential credential, string server, int port)
    {
        BearerToken.ValidateUser(credential.UserName);
        BearerToken.Validate(credential.Password);
        _credential = credential;
        _server = server;
        _port = port;
    }

    /// <inheritdoc/>
    public override string Name => "OAUTHBEARER";

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
            // RFC 7628 section 3.2.3: the reason for a refusal is answered with a lone separator.
            _refusal = BearerToken.Describe(challenge);
            return [(byte)BearerToken.Separator];
        }

        _complete = true;
        var user = _credential.UserName.Length == 0 ? "" : "a=" + Gs2Header.SaslName(_credential.UserName);
        var port = _port.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(string.Join(BearerToken.Separator.ToString(),
            $"n,{user},", $"host={_server}", $"port={port}", $"auth=Bearer {_credential.Password}", "", ""));
    }
}
