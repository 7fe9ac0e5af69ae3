namespace PSMailProtocol.Net;

/// <summary>
/// The caps on what a peer may send. The RFC maxima are smaller (RFC 5321 section 4.5.3.1, RFC 1939 section 3), and
/// real servers exceed them, so these are generous; see <c>docs/limits.md</c>.
/// </summary>
public sealed class MailConnectionLimits
{
    /// <summary>The longest reply line or command, in octets. Default 8 KiB.</summary>
    public int ReplyLine { get; init; } = 8 * 1024;

    /// <summary>The most lines in one SMTP reply. Default 1,000.</summary>
    public int ReplyLines { get; init; } = 1000;

    /// <summary>The longest line of an IMAP response outside literals, in octets. Default 1 MiB.</summary>
    public int ContentLine { get; init; } = 1024 * 1024;

    /// <summary>The largest IMAP literal that is not a message's content, in octets. Default 64 KiB.</summary>
    public int TokenLiteral { get; init; } = 64 * 1024;

    /// <summary>How deep an IMAP list may nest. Default 100.</summary>
    public int ListDepth { get; init; } = 100;

    /// <summary>The largest IMAP response without the content of messages, in octets. Default 64 MiB.</summary>
    public int Response { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most rows of a POP3 listing or an IMAP search. Default 1,000,000.</summary>
    public int ListingRows { get; init; } = 1_000_000;

    /// <summary>The most challenges in one login; no mechanism needs more than four. Default 16.</summary>
    public int AuthenticationChallenges { get; init; } = 16;

    /// <summary>
    /// The most iterations that a server may ask of SCRAM's key function, each of which costs us time. Fewer than 4,096 are
    /// refused in any case (RFC 5802 section 5.1). Default 1,000,000.
    /// </summary>
    public int ScramIterations { get; init; } = 1_000_000;

    /// <summary>The largest message that is read, in octets. Default 50 MiB.</summary>
    public long MessageSize { get; init; } = 50L * 1024 * 1024;
}
