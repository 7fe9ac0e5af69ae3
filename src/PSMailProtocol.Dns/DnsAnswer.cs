using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using DnsClient;
using DnsClient.Protocol;
using DnsClient.Protocol.Options;

namespace PSMailProtocol.Dns;

/// <summary>What a server said to a question. NOERROR, with or without records, and NXDOMAIN are knowledge.</summary>
internal sealed class DnsAnswer
{
    private const int MaximumLength = 65535;

    private readonly IDnsQueryResponse _response;

    internal DnsAnswer(IDnsQueryResponse response, IPEndPoint server)
    {
        _response = response;
        Server = server;
        ResponseCode = (DnsResponseCode)response.Header.ResponseCode | (response.Additionals.OfType<OptRecord>()
            .FirstOrDefault()?.ResponseCodeEx ?? 0);
    }

    /// <summary>The server that gave it.</summary>
    internal IPEndPoint Server { get; }

    /// <summary>The four bits of the header with the eight more of EDNS in front (RFC 6891 section 6.1.3).</summary>
    internal DnsResponseCode ResponseCode { get; }

    internal bool IsNameError => ResponseCode == DnsResponseCode.NotExistentDomain;

    /// <summary>Whether the server cannot do with EDNS and has to be asked without (RFC 6891 section 7).</summary>
    internal bool LacksEdns =>
        ResponseCode is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented or DnsResponseCode.BadVersionOrBadSignature;

    /// <summary>The AD bit (RFC 4035 section 3.2.3).</summary>
    internal bool IsAuthenticated => _response.Header.IsAuthenticData;

    /// <summary>
    /// Whether the server says by an SOA record that nothing more is to come (RFC 2308 section 2.2); an answer with
    /// neither record nor SOA may be half of one.
    /// </summary>
    internal SoaRecord? NegativeSoa => _response.Authorities.OfType<SoaRecord>().FirstOrDefault();

    /// <summary>How long the absence of records may be believed (RFC 2308 section 5), if the server says.</summary>
    internal int? NegativeTimeToLive =>
        NegativeSoa is { } soa ? Math.Min(Seconds(soa), soa.Minimum > int.MaxValue ? 0 : (int)soa.Minimum) : null;

    /// <summary>
    /// Whether the server only names others that know (RFC 2308 section 2.2): it does not recurse, and its empty answer
    /// says nothing about the name.
    /// </summary>
    internal bool IsReferral =>
        ResponseCode == DnsResponseCode.NoError
        && _response.Answers.Count == 0
        && !_response.Header.HasAuthorityAnswer
        && _response.Authorities.Any(record => record.RecordType == ResourceRecordType.NS)
        && NegativeSoa is null;

    /// <summary>RFC 2181 section 8: a TTL with its highest bit set counts as zero.</summary>
    internal static int Seconds(DnsResourceRecord record) => Math.Max(0, record.InitialTimeToLive);

    /// <summary>
    /// Whether this is an answer to that question and within its bounds (RFC 5452 section 4). DnsClient compares nothing but the
    /// id, and joins whatever lies in the buffer of a TCP connection into one message.
    /// </summary>
    internal bool Fits(DnsQuestion question) =>
        _response.Header.HasQuery
        && _response.Header.OPCode == DnsOpCode.Query
        && _response.Questions.Count == 1
        && _response.Questions[0].QuestionType == question.QuestionType
        && _response.Questions[0].QuestionClass == question.QuestionClass
        && DomainName.Comparer.Equals(DomainName.Owner(_response.Questions[0].QueryName), DomainName.Owner(question.QueryName))
        && _response.MessageSize <= MaximumLength
        && _response.Answers.All(HasLegalTarget);

    /// <summary>The answer for people to read: what became of the question, and a line for each record.</summary>
    internal IEnumerable<string> Lines()
    {
        var question = _response.Questions.Count > 0
            ? $"{_response.Questions[0].QuestionType} {_response.Questions[0].QueryName}"
            : "no question";
        yield return $"{question} from {Server}: {DnsFailures.NameOf(ResponseCode)}";
        foreach (var record in _response.Answers)
            yield return $"answer: {record}";
        foreach (var record in _response.Authorities)
            yield return $"authority: {record}";
        foreach (var record in _response.Additionals.Where(record => record is not OptRecord))
            yield return $"additional: {record}";
    }

    internal List<T> AnswersOf<T>(string owner, QueryType type)
        where T : DnsResourceRecord => Select<T>(_response.Answers, owner, type);

    internal List<T> AdditionalsOf<T>(string owner, QueryType type)
        where T : DnsResourceRecord => Select<T>(_response.Additionals, owner, type);

    private static bool HasLegalTarget(DnsResourceRecord record) => record switch
    {
        MxRecord mx => DomainName.HasLegalLength(mx.Exchange),
        PtrRecord pointer => DomainName.HasLegalLength(pointer.PtrDomainName),
        SrvRecord service => DomainName.HasLegalLength(service.Target),
        CNameRecord alias => DomainName.HasLegalLength(alias.CanonicalName),
        _ => true,
    };

    private static List<T> Select<T>(IReadOnlyList<DnsResourceRecord> records, string owner, QueryType type)
        where T : DnsResourceRecord
    {
        var found = new List<T>();
        foreach (var record in records)
        {
            if (record is T { RecordClass: QueryClass.IN } wanted
                && (int)record.RecordType == (int)type
                && DomainName.Comparer.Equals(DomainName.Owner(record.DomainName), owner))
            {
                found.Add(wanted);
            }
        }

        return found;
    }
}
