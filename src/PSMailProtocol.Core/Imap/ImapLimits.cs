using PSMailProtocol.Sasl;

namespace PSMailProtocol.Imap;

/// <summary>The caps on what an IMAP server may send, beside those of the connection; see <c>docs/limits.md</c>.</summary>
public sealed class ImapLimits
{
    /// <summary>The longest word, quoted string or literal that is not a message's content, in octets. Default 256 KiB.</summary>
    public int Token { get; init; } = 256 * 1024;

    /// <summary>How deep a list may nest; one that is deeper counts as one that cannot be read. Default 100.</summary>
    public int ListDepth { get; init; } = 100;

    /// <summary>The most values in an envelope or a structure; one with more counts as one that cannot be read. Default 100,000.</summary>
    public int ListItems { get; init; } = 100_000;

    /// <summary>The largest response without the content of messages, in octets. Default 64 MiB.</summary>
    public int Response { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most messages that a search may find. Default 1,000,000.</summary>
    public int SearchResults { get; init; } = 1_000_000;

    /// <summary>The most responses that no command asked for, from one completion to the next. Default 1,000,000.</summary>
    public int UnaskedResponses { get; init; } = 1_000_000;

    /// <summary>The caps on its logins.</summary>
    public SaslLimits Sasl { get; init; } = new();
}
