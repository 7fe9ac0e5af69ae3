namespace PSMailProtocol.Accounts;

/// <summary>By what mechanism a login is made.</summary>
public enum MailAuthentication
{
    /// <summary>The strongest that the server offers and that fits what was given: password, token or certificate.</summary>
    Auto,

    /// <summary>PLAIN (RFC 4616).</summary>
    Plain,

    /// <summary>LOGIN; with POP3 and IMAP also their own commands USER, PASS and LOGIN.</summary>
    Login,

    /// <summary>CRAM-MD5 (RFC 2195).</summary>
    CramMd5,

    /// <summary>SCRAM-SHA-1 without channel binding (RFC 5802).</summary>
    ScramSha1,

    /// <summary>SCRAM-SHA-1-PLUS, bound to the server's certificate (RFC 5802, RFC 5929 section 4).</summary>
    ScramSha1Plus,

    /// <summary>SCRAM-SHA-256 without channel binding (RFC 7677).</summary>
    ScramSha256,

    /// <summary>SCRAM-SHA-256-PLUS, bound to the server's certificate (RFC 7677, RFC 5929 section 4).</summary>
    ScramSha256Plus,

    /// <summary>XOAUTH2, a token as Google and Microsoft defined it before the standard.</summary>
    XOAuth2,

    /// <summary>OAUTHBEARER, a token as the standard defines it (RFC 7628).</summary>
    OAuthBearer,

    /// <summary>EXTERNAL: the client's certificate of the TLS handshake is the proof (RFC 4422 appendix A).</summary>
    External,

    /// <summary>APOP, of POP3 alone (RFC 1939 section 7). MD5 without a key function; never chosen by itself.</summary>
    Apop,
}
