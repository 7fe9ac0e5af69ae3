namespace PSMailProtocol.Sasl;

/// <summary>The header that SCRAM and OAUTHBEARER take from GS2 (RFC 5801 section 4).</summary>
internal static class Gs2Header
{
    /// <summary>The client binds to no channel.</summary>
    public const string NoBinding = "n,,";

    /// <summary>
    /// The client could bind to a channel and the server does not offer it; one that does knows then of a man in the middle.
    /// </summary>
    public const string ServerLacksBinding = "y,,";

    /// <summary>The client binds to the server's certificate (RFC 5929 section 4).</summary>
    public const string ServerEndPoint = "p=tls-server-end-point,,";

    /// <summary>saslname: the two characters of the grammar itself are escaped (RFC 5801 section 4).</summary>
    public static string SaslName(string name) => name.Replace("=", "=3D").Replace(",", "=2C");
}
