using System;
using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>A mechanism of this module: its registered name, what forces it, and what it takes as proof.</summary>
internal sealed class SaslMechanismKind
{
    private SaslMechanismKind(string name, MailAuthentication authentication, MailCredentialKind proof)
    {
        Name = name;
        Authentication = authentication;
        Proof = proof;
    }

    /// <summary>
    /// All of them, strongest first: those that prove the server as well, bound to its certificate before unbound
    /// (RFC 7677 section 4); then those that keep the password at home; then those that send it.
    /// </summary>
    public static IReadOnlyList<SaslMechanismKind> ByStrength { get; } =
    [
        new("SCRAM-SHA-256-PLUS", MailAuthentication.ScramSha256Plus, MailCredentialKind.Password),
        new("SCRAM-SHA-1-PLUS", MailAuthentication.ScramSha1Plus, MailCredentialKind.Password),
        new("SCRAM-SHA-256", MailAuthentication.ScramSha256, MailCredentialKind.Password),
        new("SCRAM-SHA-1", MailAuthentication.ScramSha1, MailCredentialKind.Password),
        new("CRAM-MD5", MailAuthentication.CramMd5, MailCredentialKind.Password),
        new("PLAIN", MailAuthentication.Plain, MailCredentialKind.Password),
        new("LOGIN", MailAuthentication.Login, MailCredentialKind.Password),
        new("OAUTHBEARER", MailAuthentication.OAuthBearer, MailCredentialKind.Token),
        new("XOAUTH2", MailAuthentication.XOAuth2, MailCredentialKind.Token),
        new("EXTERNAL", MailAuthentication.External, MailCredentialKind.Certificate),
    ];

    /// <summary>The registered name.</summary>
    public string Name { get; }

    /// <summary>What forces it.</summary>
    public MailAuthentication Authentication { get; }

    /// <summary>What it takes as proof.</summary>
    public MailCredentialKind Proof { get; }

    /// <summary>Whether it binds to the TLS channel.</summary>
    public bool IsBound => Name.EndsWith("-PLUS", StringComparison.Ordinal);
}
