namespace PSMailProtocol.Sandbox.Dns;

/// <summary>The record types that this resolver understands; any other value may stand in a message (RFC 1035 section 3.2.2).</summary>
internal enum DnsRecordType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>A name server; without an SOA record beside it, it makes an empty answer a referral.</summary>
    Ns = 2,

    /// <summary>The canonical name of an alias.</summary>
    Cname = 5,

    /// <summary>The start of a zone of authority; its presence makes an empty answer a negative one (RFC 2308).</summary>
    Soa = 6,

    /// <summary>A pointer to another name, for an address to its host.</summary>
    Ptr = 12,

    /// <summary>A mail exchanger.</summary>
    Mx = 15,

    /// <summary>Text, such as a policy.</summary>
    Txt = 16,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    Aaaa = 28,

    /// <summary>Where a service is (RFC 2782).</summary>
    Srv = 33,

    /// <summary>The EDNS pseudo record (RFC 6891).</summary>
    Opt = 41,

    /// <summary>What certificate a host shows (RFC 6698).</summary>
    Tlsa = 52,
}
