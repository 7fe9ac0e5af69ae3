using PSMailProtocol.Sasl;

namespace PSMailProtocol.Pop3;

/// <summary>The caps on what a POP3 server may send, beside those of the connection; see <c>docs/limits.md</c>.</summary>
public sealed class Pop3Limits
{
    /// <summary>The most rows of a listing. Default 1,000,000.</summary>
    public int ListingRows { get; init; } = 1_000_000;

    /// <summary>The caps on its logins.</summary>
    public SaslLimits Sasl { get; init; } = new();
}
