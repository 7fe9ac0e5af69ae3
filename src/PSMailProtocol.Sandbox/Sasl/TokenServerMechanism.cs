using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>What XOAUTH2 and OAUTHBEARER have in common: fields behind ^A, and the reason of a refusal as one more challenge.</summary>
internal abstract class TokenServerMechanism : SaslServerMechanism
{
    private const string Refusal = """{"status":"invalid_token","schemes":"bearer","scope":"mail"}""";

    private readonly SandboxAccounts _accounts;
    private bool _isRefused;

    protected TokenServerMechanism(SandboxAccounts accounts) => _accounts = accounts;

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return [];
        if (_isRefused)
            return null;

        var fields = Encoding.UTF8.GetString(response).Split('\u0001');
        var token = fields.Where(f => f.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase))
            .Select(f => f.Substring("auth=Bearer ".Length)).FirstOrDefault();
        User = token is null ? null : _accounts.UserOfToken(ClaimedUser(fields), token);
        if (User is not null)
            return null;

        _isRefused = true;
        return Encoding.ASCII.GetBytes(Refusal);
    }

    /// <summary>The user that the message names; empty if it leaves that to the token.</summary>
    protected abstract string ClaimedUser(IReadOnlyList<string> fields);
}
