namespace PSMailProtocol.Sandbox.Dns;

/// <summary>The RCODE of an answer, the four bits of RFC 1035 with the eight more of EDNS in front (RFC 6895 section 2.3).</summary>
internal enum DnsResponseCode : ushort
{
    /// <summary>No error; the answer may still be empty (NODATA).</summary>
    NoError = 0,

    /// <summary>FORMERR: the server cannot read the query; servers without EDNS say so to an OPT record.</summary>
    FormatError = 1,

    /// <summary>SERVFAIL: the server could not find out.</summary>
    ServerFailure = 2,

    /// <summary>NXDOMAIN: the name does not exist.</summary>
    NameError = 3,

    /// <summary>NOTIMP: the server does not know this kind of query.</summary>
    NotImplemented = 4,

    /// <summary>REFUSED: the server does not answer us or not for this name.</summary>
    Refused = 5,

    /// <summary>BADVERS: the server does not know this EDNS version.</summary>
    BadVersion = 16,
}
