namespace PSMailProtocol.Advice;

/// <summary>What to do about a login that was refused, where its mechanism lets more be said than for any login.</summary>
internal static class SaslAdvice
{
    private const string NewToken = "Ask for a new token: it may have expired, be made for another resource, or lack the scope of this protocol.";

    private const string Bound = "Check user name and password. A server that binds to tls-exporter alone refuses this too: then use -Authentication ";

    /// <summary>What to do next, or null.</summary>
    /// <param name="mechanism">The registered name of the mechanism, or null for a login without one.</param>
    public static string? For(string? mechanism) => mechanism switch
    {
        "XOAUTH2" or "OAUTHBEARER" => NewToken,
        "EXTERNAL" => "Check that the server trusts the certificate of -Certificate and knows whom it names.",
        "SCRAM-SHA-256-PLUS" => Bound + "ScramSha256.",
        "SCRAM-SHA-1-PLUS" => Bound + "ScramSha1.",
        _ => null,
    };
}
