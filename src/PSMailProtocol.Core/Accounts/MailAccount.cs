using PSMailProtocol.Net;

namespace PSMailProtocol.Accounts;

/// <summary>
/// Where a mail server is, who we are there, and what protection we ask for. The credential stays inside: nothing that
/// formats or serializes an account can reach it.
/// </summary>
public sealed class MailAccount
{
    private readonly MailCredential? _credential;

    /// <summary>Creates an account.</summary>
    /// <param name="server">The host's name or address, as its certificate names it.</param>
    /// <param name="port">The port.</param>
    /// <param name="tls">When to encrypt.</param>
    /// <param name="credential">Who logs in, or null to stay anonymous. A <see cref="System.Net.NetworkCredential"/> is a user and
    /// password.</param>
    public MailAccount(string server, int port, TlsMode tls, MailCredential? credential)
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

    /// <summary>By what mechanism to log in.</summary>
    public MailAuthentication Authentication { get; init; }

    /// <summary>How the connection is made. Its transcript and deadlines go with the account.</summary>
    public MailConnectionOptions Connection { get; init; } = new();

    /// <summary>Whether TLS starts with the first octet.</summary>
    public bool EncryptsFromStart => Tls == TlsMode.Implicit || (Tls == TlsMode.Auto && Port is 465 or 993 or 995);

    /// <summary>Whether the session ends unless the server agrees to TLS.</summary>
    public bool RequiresUpgrade => Tls == TlsMode.StartTls
        || (Tls == TlsMode.Auto && _credential is not null && !EncryptsFromStart)
        || (Tls is TlsMode.Auto or TlsMode.Opportunistic && Connection.PinnedCertificate is not null && !EncryptsFromStart);

    /// <summary>Whether the session upgrades to TLS where it can.</summary>
    public bool WantsUpgrade => RequiresUpgrade || (!EncryptsFromStart && Tls is TlsMode.Auto or TlsMode.Opportunistic);

    /// <summary>Who logs in. Not a property, so that no view or serializer shows it.</summary>
    internal MailCredential? GetCredential() => _credential;

    /// <summary>The same user's account on the same server, reached in another way; what is null stays as it is.</summary>
    /// <param name="connection">Deadlines, checks and transcript.</param>
    /// <param name="port">Another port.</param>
    /// <param name="tls">Another mode of encryption.</param>
    /// <param name="credential">The same user with another secret.</param>
    /// <param name="authentication">Another mechanism.</param>
    public MailAccount Reached(MailConnectionOptions connection, int? port = null, TlsMode? tls = null, MailCredential? credential = null,
        MailAuthentication? authentication = null) =>
        new(Server, port ?? Port, tls ?? Tls, credential?.WithDefaultUser(UserName) ?? _credential)
        {
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Authentication = authentication ?? Authentication,
            Connection = connection,
        };

    /// <summary>Who is meant and where. Two accounts that read the same hold the same mail.</summary>
    public override string ToString() => Owner is { } owner ? $"{owner} at {Authority}" : Authority;

    /// <summary>An IPv6 address in brackets (RFC 3986 section 3.2.2).</summary>
    private string Authority => Server.IndexOf(':') >= 0 ? $"[{Server}]:{Port}" : $"{Server}:{Port}";

    /// <summary>The user, or the certificate where that alone says who it is; null for an anonymous account.</summary>
    internal string? Owner
    {
        get
        {
            if (_credential is not { UserName.Length: 0, Kind: MailCredentialKind.Certificate }
                || Connection.ClientCertificates is not { Count: > 0 } certificates)
                return string.IsNullOrEmpty(UserName) ? null : UserName;
            return $"certificate {certificates[0].GetCertHashString()}";
        }
    }
}
