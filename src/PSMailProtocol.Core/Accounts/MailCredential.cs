using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security;
using PSMailProtocol.Net;

namespace PSMailProtocol.Accounts;

/// <summary>
/// Who logs in and what proves it: a password, an OAuth token or the client certificate of the connection. One is never
/// used in the place of another. The secret stays inside: nothing that formats or serializes a credential can reach it.
/// </summary>
public sealed class MailCredential
{
    private readonly NetworkCredential _secret;

    private MailCredential(MailCredentialKind kind, NetworkCredential secret)
    {
        Kind = kind;
        _secret = secret;

        // What reads a SecureString as text ends at a NUL, so that another secret would be sent than was given.
        using var given = secret.SecurePassword;
        if (given.Length != secret.Password.Length || secret.Password.IndexOf('\0') >= 0)
            throw new MailArgumentException(MailErrors.InvalidWireText,
                kind == MailCredentialKind.Token ? nameof(MailCredentialKind.Token) : nameof(secret.Password), "holds a NUL.");
    }

    /// <summary>What the proof is.</summary>
    public MailCredentialKind Kind { get; }

    /// <summary>The user as given, never taken apart; empty for a token or certificate that speaks for itself.</summary>
    public string UserName => _secret.UserName;

    /// <summary>User and password.</summary>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/> for a password with a NUL.</exception>
    public static MailCredential FromPassword(NetworkCredential credential) => new(MailCredentialKind.Password, credential);

    /// <summary>An OAuth 2.0 access token (RFC 6750).</summary>
    /// <param name="userName">The user whose mail it opens; may be empty where the server takes that from the token (OAUTHBEARER).</param>
    /// <param name="token">The token alone, without "Bearer".</param>
    public static MailCredential FromToken(string userName, SecureString token) =>
        new(MailCredentialKind.Token, new NetworkCredential(userName, token));

    /// <summary>The certificate in <see cref="MailConnectionOptions.ClientCertificates"/>.</summary>
    /// <param name="userName">Whom to act as; empty for the one that the certificate names.</param>
    public static MailCredential FromCertificate(string userName = "") =>
        new(MailCredentialKind.Certificate, new NetworkCredential(userName, ""));

    /// <summary>A user and password are a credential.</summary>
    [return: NotNullIfNotNull(nameof(credential))]
    public static implicit operator MailCredential?(NetworkCredential? credential) =>
        credential is null ? null : FromPassword(credential);

    /// <summary>The same proof for a named user, where none is named yet.</summary>
    public MailCredential WithDefaultUser(string? userName) =>
        UserName.Length > 0 || string.IsNullOrEmpty(userName) ? this : new(Kind, new NetworkCredential(userName, _secret.SecurePassword));

    /// <summary>User and secret, whatever the secret is. Not a property, so that no view or serializer shows it.</summary>
    internal NetworkCredential GetSecret() => _secret;

    /// <inheritdoc/>
    public override string ToString() => UserName;
}
