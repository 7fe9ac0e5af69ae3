using System.Globalization;
using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>OAUTHBEARER (RFC 7628): an OAuth 2.0 access token, with the server that it is meant for.</summary>
public sealed class OAuthBearerMechanism : BearerMechanism
{
    private readonly string _server;
    private readonly int _port;

    /// <summary>Creates an exchange for one login.</summary>
    /// <param name="credential">The access token in the place of a password, and the user, or an empty name to leave that to the
    /// token.</param>
    /// <param name="server">The server's name as the user gave it.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> for what is no token or user.</exception>
    public OAuthBearerMechanism(NetworkCredential credential, string server, int port)
        : base(credential)
    {
        _server = server;
        _port = port;
    }

    /// <inheritdoc/>
    public override string Name => "OAUTHBEARER";

    /// <summary>A lone separator (RFC 7628 section 3.2.3).</summary>
    private protected override byte[] Acknowledgement => [(byte)BearerToken.Separator];

    private protected override byte[] TokenMessage()
    {
        var user = Credential.UserName.Length == 0 ? "" : "a=" + Gs2Header.SaslName(Credential.UserName);
        var port = _port.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(string.Join(BearerToken.Separator.ToString(),
            $"n,{user},", $"host={_server}", $"port={port}", $"auth=Bearer {Credential.Password}", "", ""));
    }
}
