namespace PSMailProtocol.Dns.MtaSts;

/// <summary>What a sender does where an exchanger does not keep to the policy (RFC 8461 section 5).</summary>
public enum MtaStsMode
{
    /// <summary>There is no policy any more.</summary>
    None,

    /// <summary>It reports and delivers.</summary>
    Testing,

    /// <summary>It does not deliver there.</summary>
    Enforce,
}
