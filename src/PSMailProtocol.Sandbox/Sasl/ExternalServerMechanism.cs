using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>EXTERNAL (RFC 4422 appendix A): the user is the common name of the client's certificate, whoever issued it.</summary>
internal sealed class ExternalServerMechanism : SaslServerMechanism
{
    private readonly string _user;

    public ExternalServerMechanism(X509Certificate2 certificate) =>
        _user = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    public override string Name => "EXTERNAL";

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return [];

        var identity = Encoding.UTF8.GetString(response);
        if (_user.Length > 0 && (identity.Length == 0 || string.Equals(identity, _user, StringComparison.OrdinalIgnoreCase)))
            User = _user;
        return null;
    }
}
