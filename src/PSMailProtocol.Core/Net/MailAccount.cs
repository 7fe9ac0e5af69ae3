using System.Net;

namespace PSMailProtocol.Net;

/// <summary>
/// Where a mail server is, who we are there, and what protection we ask for. The credential stays inside: nothing that
/// formats or serializes an account can reach it.
/// </summary>
public sealed class MailAccount
{
    private readonly NetworkCredential? _credential;

    /// <summary>Creates an account.</summary>
    /// <param name="server">The host's name or address, as its certificate names it.</param>
    /// <param name="port">The port.</param>
    /// <param name="tls">When to encrypt.</param>
    /// <param name="credential">User and password, or null to stay anonymous.</param>
    public MailAccount(string server, int port, TlsMode tls, NetworkCredential? credential)
    {
        Server = server;
        Port = port;
        Tls = tls;
        _credential = credential;
    }

    /// <summary>The host's name or address.</summary>
    public string Server { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>When to encrypt.</summary>
    public TlsMode Tls { get; }

    /// <summary>The user, or null for an anonymous account.</summary>
    public string? UserName => _credential?.UserName;

    /// <summary>Whether a credential may cross a clear connection to another machine.</summary>
    public bool AllowUnencryptedAuthentication { get; init; }

    /// <summary>How the connection is made. Its transcript and deadlines go with the account.</summary>
    public MailConnectionOptions Connection { get; init; } = new();

    /// <summary>Whether TLS starts with the first octet.</summary>
    public bool EncryptsFromStart => Tls == TlsMode.Implicit || (Tls == TlsMode.Auto && Port is 465 or 993 or 995);

    /// <summary>Whether the session ends unless the server agrees to TLS.</summary>
    public bool RequiresUpgrade => Tls == TlsMode.StartTls || (Tls == TlsMode.Auto && _credential is not null && !EncryptsFromStart);

    /// <summary>Whether the session upgrades to TLS where it can.</summary>
    public bool WantsUpgrade => RequiresUpgrade || (!EncryptsFromStart && Tls is TlsMode.Auto or TlsMode.Opportunistic);

    /// <summary>User and password. Not a property, so that no view or serializer shows it.</summary>
    internal NetworkCredential? GetCredential() => _credential;

    /// <summary>The same user's account on the same server, reached in another way; what is null stays as it is.</summary>
    /// <param name="connection">Deadlines, checks and transcript.</param>
    /// <param name="port">Another port.</param>
    /// <param name="tls">Another mode of encryption.</param>
    /// <param name="credential">The same user with another password.</param>
    public MailAccount Reached(MailConnectionOptions connection, int? port = null, TlsMode? tls = null, NetworkCredential? credential = null) =>
        new(Server, port ?? Port, tls ?? Tls, credential ?? _credential)
        {
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Connection = connection,
        };

    /// <inheritdoc/>
    public override string ToString() => UserName is null ? $"{Server}:{Port}" : $"{UserName} at {Server}:{Port}";
}
