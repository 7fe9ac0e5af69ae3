namespace PSMailProtocol.Dns.Spf;

/// <summary>What an SPF check comes to (RFC 7208 section 2.6).</summary>
public enum SpfResult
{
    /// <summary>There is no record, or no domain to look for one.</summary>
    None,

    /// <summary>The domain says nothing about this address.</summary>
    Neutral,

    /// <summary>The address may send for the domain.</summary>
    Pass,

    /// <summary>It may not.</summary>
    Fail,

    /// <summary>It probably may not.</summary>
    SoftFail,

    /// <summary>A question was not answered; another time it may be.</summary>
    TempError,

    /// <summary>The published records cannot be interpreted.</summary>
    PermError,
}
