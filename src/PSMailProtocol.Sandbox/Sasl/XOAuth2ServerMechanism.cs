using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>XOAUTH2, as Google and Microsoft describe it.</summary>
internal sealed class XOAuth2ServerMechanism : TokenServerMechanism
{
    public XOAuth2ServerMechanism(SandboxAccounts accounts)
        : base(accounts)
    {
    }

    public override string Name => "XOAUTH2";

    protected override string ClaimedUser(IReadOnlyList<string> fields) =>
        fields[0].StartsWith("user=", StringComparison.Ordinal) ? fields[0].Substring("user=".Length) : "";
}
