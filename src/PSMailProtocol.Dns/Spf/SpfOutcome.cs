namespace PSMailProtocol.Dns.Spf;

/// <summary>The result of an SPF check with how it came about.</summary>
public sealed class SpfOutcome
{
    internal SpfOutcome(SpfResult result) => Result = result;

    /// <summary>The result.</summary>
    public SpfResult Result { get; }

    /// <summary>The domain that was asked about first: the sender's, or that of the greeting.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The text of that domain's record, or null if there is none.</summary>
    public string? Record { get; init; }

    /// <summary>The term that decided, as it is written, such as <c>-all</c>; null where none did.</summary>
    public string? Term { get; init; }

    /// <summary>The domain whose record has that term.</summary>
    public string? TermDomain { get; init; }

    /// <summary>Why it is an error, in a sentence; else null.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// The domain's own explanation of a fail, with its macros expanded; null if it gives none. It comes from a stranger.
    /// </summary>
    public string? Explanation { get; init; }

    /// <summary>How many terms needed a lookup; ten are allowed (RFC 7208 section 4.6.4).</summary>
    public int Lookups { get; init; }

    /// <summary>How many of these found nothing; two are allowed.</summary>
    public int VoidLookups { get; init; }
}
