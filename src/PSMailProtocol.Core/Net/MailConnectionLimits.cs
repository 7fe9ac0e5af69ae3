namespace PSMailProtocol.Net;

/// <summary>
/// The caps on what a peer may send that every connection keeps. They are generous, since real servers exceed the maxima of
/// the RFCs; see <c>docs/limits.md</c>. Each protocol has further ones of its own.
/// </summary>
public sealed class MailConnectionLimits
{
    /// <summary>The longest reply line or command, in octets. Default 8 KiB.</summary>
    public int ReplyLine { get; init; } = 8 * 1024;

    /// <summary>The largest message that is read, in octets. Default 50 MiB.</summary>
    public long MessageSize { get; init; } = 50L * 1024 * 1024;
}
