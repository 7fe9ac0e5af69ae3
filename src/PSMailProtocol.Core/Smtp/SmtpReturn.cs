namespace PSMailProtocol.Smtp;

/// <summary>What a report of failure should bring back of the message (RFC 3461 section 4.3).</summary>
public enum SmtpReturn
{
    /// <summary>As the server does by itself.</summary>
    Default,

    /// <summary>The whole message.</summary>
    Full,

    /// <summary>Its header only.</summary>
    Headers,
}
