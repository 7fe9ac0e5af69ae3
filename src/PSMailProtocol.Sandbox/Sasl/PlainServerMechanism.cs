using System;
using System.Text;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>PLAIN (RFC 4616): authorization identity, user and password in one response, parted by NUL.</summary>
internal sealed class PlainServerMechanism : SaslServerMechanism
{
    private readonly SandboxAccounts _accounts;

    public PlainServerMechanism(SandboxAccounts accounts) => _accounts = accounts;

    public override string Name => "PLAIN";

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return [];

        var parts = Encoding.UTF8.GetString(response).Split('\0');
        if (parts.Length == 3 && IsSelf(parts[0], parts[1]) && _accounts.TryAuthenticate(parts[1], parts[2]))
            User = parts[1];
        return null;
    }

    /// <summary>Nobody acts for somebody else here.</summary>
    private static bool IsSelf(string authorization, string user) =>
        authorization.Length == 0 || string.Equals(authorization, user, StringComparison.OrdinalIgnoreCase);
}
