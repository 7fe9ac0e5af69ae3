namespace PSMailProtocol.Sasl;

/// <summary>The caps on what a server may ask for in a login; see <c>docs/limits.md</c>.</summary>
public sealed class SaslLimits
{
    /// <summary>The most challenges in one login; no mechanism needs more than four. Default 16.</summary>
    public int AuthenticationChallenges { get; init; } = 16;

    /// <summary>
    /// The most iterations that a server may ask of SCRAM's key function, each of which costs us time. Fewer than 4,096 are
    /// refused in any case (RFC 5802 section 5.1). Default 1,000,000.
    /// </summary>
    public int ScramIterations { get; init; } = 1_000_000;
}
