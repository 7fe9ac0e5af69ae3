using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Advice;

/// <summary>What to do about a login that was refused, where its mechanism lets more be said than for any login.</summary>
internal static class SaslAdvice
{
    private const string NewToken =
        "Ask for a new token: it may have expired, be made for another resource, or lack the scope of this protocol.";

    private const string Bound =
        "Check user name and password. A server that binds to tls-exporter alone refuses this too: then use -Authentication ";

    /// <summary>The logins that work whatever form the server keeps the password in.</summary>
    private static readonly (string Offered, string Parameter)[] PlainLogins = [("PLAIN", "Plain"), ("LOGIN", "Login")];

    /// <summary>What to do about a mechanism that a server offers and does not keep to. Nothing weaker is tried by itself.</summary>
    /// <param name="mechanism">The registered name of the mechanism.</param>
    public static string ForBroken(string mechanism) => mechanism switch
    {
        "XOAUTH2" => "The server offers XOAUTH2 and does not keep to it: use -Authentication OAuthBearer, or tell its operator.",
        "OAUTHBEARER" => "The server offers OAUTHBEARER and does not keep to it: use -Authentication XOAuth2, or tell its operator.",
        _ =>
            $"The server offers {mechanism} and does not keep to it, or somebody is on the way. If you trust the connection, use another " +
            "mechanism with -Authentication, such as Plain or Login, which send the password inside TLS.",
    };

    /// <summary>What to do next, or null.</summary>
    /// <param name="mechanism">The registered name of the mechanism, or null for a login without one.</param>
    /// <param name="others">What else the server offers, or null where that is not known.</param>
    public static string? For(string? mechanism, IReadOnlyList<string>? others = null) => mechanism switch
    {
        "XOAUTH2" or "OAUTHBEARER" => NewToken,
        "EXTERNAL" => "Check that the server trusts the certificate of -Certificate and knows whom it names.",
        "SCRAM-SHA-256-PLUS" => Bound + "ScramSha256.",
        "SCRAM-SHA-1-PLUS" => Bound + "ScramSha1.",
        "SCRAM-SHA-256" or "SCRAM-SHA-1" or "CRAM-MD5" when others is null =>
            $"Check user name and password. Some servers offer {mechanism} and keep the password in a form that it cannot work with: " +
            "then use -Authentication Plain or Login.",
        "SCRAM-SHA-256" or "SCRAM-SHA-1" or "CRAM-MD5" => OfOthers(mechanism, others),
        _ => null,
    };

    /// <summary>Only what the server offers is of use.</summary>
    private static string OfOthers(string mechanism, IReadOnlyList<string> others)
    {
        var names = PlainLogins.Where(login => others.Contains(login.Offered)).ToArray();
        return names.Length == 0
            ? "Check user name and password; the server offers no other login that could be tried with them."
            : $"Check user name and password. The server offers {string.Join(" and ", names.Select(login => login.Offered))} as well: if " +
                $"it keeps the password in a form that {mechanism} cannot work with, use " +
                $"-Authentication {string.Join(" or ", names.Select(login => login.Parameter))}; the password then goes as it is, so " +
                "only inside TLS.";
    }
}
