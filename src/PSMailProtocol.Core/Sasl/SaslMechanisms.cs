using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace PSMailProtocol.Sasl;

/// <summary>The mechanisms of this module, strongest first.</summary>
public static class SaslMechanisms
{
    private static readonly (string Name, Func<NetworkCredential, SaslMechanism> Create)[] ByStrength =
    [
        ("PLAIN", credential => new PlainMechanism(credential)),
        ("LOGIN", credential => new LoginMechanism(credential)),
    ];

    /// <summary>Picks the strongest mechanism that the server offers. Nothing weaker is tried after it fails.</summary>
    /// <param name="offered">The names that the server offers.</param>
    /// <param name="credential">Who logs in.</param>
    /// <param name="server">The server's name, for the error.</param>
    /// <exception cref="MailException"><see cref="MailErrors.AuthenticationMechanismUnavailable"/>, with both lists.</exception>
    public static SaslMechanism Choose(IReadOnlyCollection<string> offered, NetworkCredential credential, string server)
    {
        foreach (var (name, create) in ByStrength)
        {
            if (offered.Contains(name, StringComparer.OrdinalIgnoreCase))
                return create(credential);
        }

        var theirs = offered.Count > 0 ? string.Join(", ", offered) : "none";
        throw new MailException(MailErrors.AuthenticationMechanismUnavailable,
            $"{server} offers no login that this module supports. Offered: {theirs}; supported: {string.Join(", ", ByStrength.Select(m => m.Name))}.");
    }
}
