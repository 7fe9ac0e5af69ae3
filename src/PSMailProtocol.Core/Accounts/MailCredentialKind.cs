namespace PSMailProtocol.Accounts;

/// <summary>What proves who logs in.</summary>
public enum MailCredentialKind
{
    /// <summary>A password.</summary>
    Password,

    /// <summary>An OAuth 2.0 access token.</summary>
    Token,

    /// <summary>The client certificate of the TLS connection.</summary>
    Certificate,
}
