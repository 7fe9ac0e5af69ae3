using System.Text;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>LOGIN, never standardized and everywhere: user and password, each asked for.</summary>
internal sealed class LoginServerMechanism : SaslServerMechanism
{
    private readonly SandboxAccounts _accounts;
    private string? _claimed;

    public LoginServerMechanism(SandboxAccounts accounts) => _accounts = accounts;

    public override string Name => "LOGIN";

    public override byte[]? Next(byte[]? response)
    {
        if (response is null)
            return Encoding.ASCII.GetBytes("Username:");

        var text = Encoding.UTF8.GetString(response);
        if (_claimed is null)
        {
            _claimed = text;
            return Encoding.ASCII.GetBytes("Password:");
        }

        if (_accounts.TryAuthenticate(_claimed, text))
            User = _claimed;
        return null;
    }
}
