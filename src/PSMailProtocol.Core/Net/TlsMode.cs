namespace PSMailProtocol.Net;

/// <summary>When a connection is encrypted.</summary>
public enum TlsMode
{
    /// <summary>
    /// From the first octet on ports 465, 993 and 995; otherwise an upgrade is required as soon as a credential is in
    /// play, and used where it is offered if none is.
    /// </summary>
    Auto,

    /// <summary>From the first octet (RFC 8314).</summary>
    Implicit,

    /// <summary>By upgrade, which the server has to offer.</summary>
    StartTls,

    /// <summary>By upgrade if the server offers it. This stops no attacker; a credential still never goes in clear.</summary>
    Opportunistic,

    /// <summary>Never.</summary>
    None,
}
