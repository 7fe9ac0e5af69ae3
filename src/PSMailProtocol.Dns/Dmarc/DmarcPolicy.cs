namespace PSMailProtocol.Dns.Dmarc;

/// <summary>What a domain asks for mail that fails DMARC (RFC 9989 section 4.7, p=).</summary>
internal enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}

/// <summary>What a record says of the domain's place in the tree (psd=).</summary>
internal enum DmarcPublicSuffix
{
    Unknown,
    Yes,
    No,
}
