namespace PSMailProtocol.Smtp;

/// <summary>
/// What a domain asks of those who deliver to it: by which exchangers, and how they are to prove who they are (RFC 8461).
/// </summary>
public interface ISmtpTransportPolicy
{
    /// <summary>
    /// Whether mail goes only to an exchanger that the policy names and that proves its name by a certificate; otherwise it only warns.
    /// </summary>
    bool IsEnforced { get; }

    /// <summary>Whether the policy names an exchanger (RFC 8461 section 4.1).</summary>
    /// <param name="exchange">Its name in A-labels, without a final dot.</param>
    bool Names(string exchange);
}
