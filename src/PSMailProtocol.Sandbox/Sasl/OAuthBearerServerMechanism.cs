using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>OAUTHBEARER (RFC 7628); the user, if named, is that of the header of GS2.</summary>
internal sealed class OAuthBearerServerMechanism : TokenServerMechanism
{
    public OAuthBearerServerMechanism(SandboxAccounts accounts)
        : base(accounts)
    {
    }

    public override string Name => "OAUTHBEARER";

    protected override string ClaimedUser(IReadOnlyList<string> fields)
    {
        var user = fields[0].Split(',').FirstOrDefault(part => part.StartsWith("a=", StringComparison.Ordinal));
        return user is null ? "" : user.Substring(2).Replace("=2C", ",").Replace("=3D", "=");
    }
}
