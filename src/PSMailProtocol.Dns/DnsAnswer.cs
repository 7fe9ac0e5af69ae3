using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>A server's word on a question: NOERROR with or without records, or NXDOMAIN.</summary>
internal sealed class DnsAnswer
{
    internal DnsAnswer(DnsMessage message, IPEndPoint server)
    {
        Message = message;
        Server = server;
    }

    internal DnsMessage Message { get; }

    /// <summary>The server that gave it.</summary>
    internal IPEndPoint Server { get; }

    internal bool IsNameError => Message.ResponseCode == DnsResponseCode.NameError;

    /// <summary>
    /// Whether the server says by an SOA record that nothing more is to come (RFC 2308 section 2.2); an answer with
    /// neither record nor SOA may be half of one.
    /// </summary>
    internal SoaRecord? NegativeSoa => Message.Authorities.OfType<SoaRecord>().FirstOrDefault();

    /// <summary>How long the absence of records may be believed (RFC 2308 section 5), if the server says.</summary>
    internal uint? NegativeTimeToLive => NegativeSoa is { } soa ? Math.Min(Seconds(soa.TimeToLive), Seconds(soa.Minimum)) : null;

    /// <summary>RFC 2181 section 8: a TTL with its highest bit set counts as zero.</summary>
    internal static uint Seconds(uint timeToLive) => timeToLive > int.MaxValue ? 0 : timeToLive;

    /// <summary>
    /// Whether the server only names others that know (RFC 2308 section 2.2): it does not recurse, and its empty answer
    /// says nothing about the name.
    /// </summary>
    internal static bool IsReferral(DnsMessage message) =>
        message.ResponseCode == DnsResponseCode.NoError
        && message.Answers.Count == 0
        && !message.IsAuthoritative
        && message.Authorities.Exists(record => record.Type == DnsRecordType.Ns)
        && !message.Authorities.Exists(record => record is SoaRecord);

    internal List<T> AnswersOf<T>(DnsName owner, DnsRecordType type)
        where T : DnsRecord => Select<T>(Message.Answers, owner, type);

    internal List<T> AdditionalsOf<T>(DnsName owner, DnsRecordType type)
        where T : DnsRecord => Select<T>(Message.Additionals, owner, type);

    private static List<T> Select<T>(List<DnsRecord> records, DnsName owner, DnsRecordType type)
        where T : DnsRecord => records.OfType<T>().Where(record => record.Type == type && record.Name.Equals(owner)).ToList();
}
