using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>A query or an answer: the header of RFC 1035 section 4.1.1 and four sections.</summary>
internal sealed class DnsMessage
{
    internal const int HeaderLength = 12;

    /// <summary>The largest message at all: TCP announces a length in two octets.</summary>
    internal const int MaximumLength = 65535;

    internal ushort Id { get; set; }

    /// <summary>The QR bit.</summary>
    internal bool IsResponse { get; set; }

    /// <summary>Four bits; 0 is a standard query.</summary>
    internal byte Opcode { get; set; }

    internal bool IsAuthoritative { get; set; }

    /// <summary>The TC bit: the rest is to be had by TCP.</summary>
    internal bool IsTruncated { get; set; }

    internal bool RecursionDesired { get; set; }

    internal bool RecursionAvailable { get; set; }

    /// <summary>The AD bit (RFC 4035 section 3.2.3); in a query it asks to have it in the answer (RFC 6840 section 5.7).</summary>
    internal bool IsAuthenticated { get; set; }

    internal bool CheckingDisabled { get; set; }

    /// <summary>The four bits of the header alone; <see cref="ResponseCode"/> is the whole.</summary>
    internal byte HeaderResponseCode { get; set; }

    internal List<DnsQuestion> Questions { get; } = [];

    internal List<DnsRecord> Answers { get; } = [];

    internal List<DnsRecord> Authorities { get; } = [];

    internal List<DnsRecord> Additionals { get; } = [];

    internal OptRecord? Opt => Additionals.OfType<OptRecord>().FirstOrDefault();

    internal DnsResponseCode ResponseCode =>
        (DnsResponseCode)(HeaderResponseCode | ((Opt?.ExtendedResponseCode ?? 0) << 4));
}
