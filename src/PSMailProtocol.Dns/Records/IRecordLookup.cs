using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PSMailProtocol.Dns.Records;

/// <summary>
/// The records by which domains say how their mail is to be judged. Each question is answered with what there is, perhaps nothing;
/// a question that nobody answers is a <see cref="MailException"/> (DnsTimedOut, DnsServerFailure, DnsResponseInvalid, LimitExceeded,
/// or InvalidDomainName for a name that cannot be asked for).
/// </summary>
internal interface IRecordLookup
{
    /// <summary>TXT records, the strings of each joined without a space (RFC 7208 section 3.3).</summary>
    Task<RecordSet<string>> TextAsync(string name);

    /// <summary>A or AAAA records.</summary>
    Task<RecordSet<IPAddress>> AddressesAsync(string name, AddressFamily family);

    /// <summary>The hosts of MX records in order of preference; a null MX is the host ".".</summary>
    Task<RecordSet<string>> ExchangersAsync(string name);

    /// <summary>The names of PTR records.</summary>
    Task<RecordSet<string>> PointersAsync(string name);

    /// <summary>TLSA records.</summary>
    Task<RecordSet<TlsaData>> TlsaAsync(string name);
}

/// <summary>What there is of one type at a name.</summary>
internal sealed class RecordSet<T>
{
    internal RecordSet(IReadOnlyList<T> records, bool isNameError = false, bool isAuthenticated = false)
    {
        Records = records;
        IsNameError = isNameError;
        IsAuthenticated = isAuthenticated;
    }

    internal IReadOnlyList<T> Records { get; }

    /// <summary>Whether the name does not exist, with any type (NXDOMAIN).</summary>
    internal bool IsNameError { get; }

    /// <summary>Whether every answer had the AD bit.</summary>
    internal bool IsAuthenticated { get; }
}
