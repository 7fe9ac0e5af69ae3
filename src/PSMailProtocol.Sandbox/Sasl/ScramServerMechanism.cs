using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>SCRAM (RFC 5802, RFC 7677), with channel binding to the sandbox's own certificate where that is asked for.</summary>
internal sealed class ScramServerMechanism : SaslServerMechanism
{
    private readonly ScramHash _hash;
    private readonly SandboxAccounts _accounts;
    private readonly int _iterations;
    private readonly byte[] _salt = Guid.NewGuid().ToByteArray();
    private readonly string _serverNonce = Guid.NewGuid().ToString("N");
    private string? _claimed;
    private string _gs2Header = "";
    private string _clientFirst = "";
    private string _nonce = "";
    private string _serverFirst = "";
    private bool _isProven;

    public ScramServerMechanism(ScramHash hash, SandboxAccounts accounts, int iterations)
    {
        _hash = hash;
        _accounts = accounts;
        _iterations = iterations;
    }

    public override string Name => $"SCRAM-{_hash.Name}{(Binding is null ? "" : "-PLUS")}";

    /// <summary>What the client has to bind to; null for the mechanism without PLUS.</summary>
    public byte[]? Binding { get; init; }

    /// <summary>Whether the client could have taken PLUS; one that says it was not offered was lied to.</summary>
    public bool OffersBinding { get; init; }

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return [];
        if (_isProven)
        {
            User = _claimed;
            return null;
        }

        var text = Encoding.UTF8.GetString(response);
        return _claimed is null ? ServerFirst(text) : ServerFinal(text);
    }

    private byte[]? ServerFirst(string text)
    {
        var parts = text.Split([','], 3);
        if (parts.Length < 3 || !IsFlagRight(parts[0]) || parts[1].Length > 0)
            return null;

        _gs2Header = $"{parts[0]},,";
        _clientFirst = parts[2];
        var attributes = _clientFirst.Split(',');
        if (attributes.Length < 2 || !attributes[0].StartsWith("n=", StringComparison.Ordinal)
            || !attributes[1].StartsWith("r=", StringComparison.Ordinal) || attributes[1].Length == 2)
            return null;

        _claimed = attributes[0].Substring(2).Replace("=2C", ",").Replace("=3D", "=");
        _nonce = attributes[1].Substring(2) + _serverNonce;
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_salt)},i={_iterations}";
        return Encoding.UTF8.GetBytes(_serverFirst);
    }

    /// <summary>RFC 5802 section 6: "y" from a client that was offered PLUS means that somebody took the offer away.</summary>
    private bool IsFlagRight(string flag) =>
        Binding is not null ? flag == "p=tls-server-end-point" : flag == "n" || (flag == "y" && !OffersBinding);

    private byte[]? ServerFinal(string text)
    {
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        var input = Encoding.ASCII.GetBytes(_gs2Header).Concat(Binding ?? []).ToArray();
        if (proofAt < 0 || text.Substring(0, proofAt) != $"c={Convert.ToBase64String(input)},r={_nonce}"
            || _accounts.PasswordOf(_claimed!) is not { } password)
            return null;

        var authMessage = $"{_clientFirst},{_serverFirst},{text.Substring(0, proofAt)}";
        var salted = _hash.Salted(Encoding.UTF8.GetBytes(SaslPrep.Prepare(password, "A password of the sandbox")), _salt, _iterations);
        var clientKey = _hash.Keyed(salted, "Client Key");
        var signature = _hash.Keyed(_hash.Hash(clientKey), authMessage);
        if (text.Substring(proofAt + 3) != Convert.ToBase64String(clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray()))
            return null;

        _isProven = true;
        return Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(_hash.Keyed(_hash.Keyed(salted, "Server Key"), authMessage)));
    }
}
