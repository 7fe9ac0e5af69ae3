using System;
using System.Security.Cryptography;
using System.Text;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>CRAM-MD5 (RFC 2195): a challenge that never comes twice, and its digest keyed with the password.</summary>
internal sealed class CramMd5ServerMechanism : SaslServerMechanism
{
    private readonly SandboxAccounts _accounts;
    private readonly byte[] _challenge;

    public CramMd5ServerMechanism(SandboxAccounts accounts, string host)
    {
        _accounts = accounts;
        _challenge = Encoding.ASCII.GetBytes($"<{Guid.NewGuid():N}@{host}>");
    }

    public override string Name => "CRAM-MD5";

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return _challenge;

        // The digest holds no space, while a user name may.
        var text = Encoding.UTF8.GetString(response);
        var space = text.LastIndexOf(' ');
        if (space > 0 && _accounts.PasswordOf(text.Substring(0, space)) is { } password && text.Substring(space + 1) == Digest(password))
            User = text.Substring(0, space);
        return null;
    }

    private string Digest(string password)
    {
        using var keyed = new HMACMD5(Encoding.UTF8.GetBytes(password));
        return BitConverter.ToString(keyed.ComputeHash(_challenge)).Replace("-", "").ToLowerInvariant();
    }
}
