using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>Turns a query's octets into those of the answers, without a socket.</summary>
internal sealed class SandboxDnsResponder
{
    private const int UdpWithoutEdns = 512;
    private const int UdpWithEdns = 1232;

    private static readonly IPAddress Forged = IPAddress.Parse("192.0.2.66");

    private readonly SandboxZone _zone;
    private readonly List<SandboxDnsQuery> _queries = [];

    internal SandboxDnsResponder(SandboxZone zone) => _zone = zone;

    /// <summary>A copy of the questions so far.</summary>
    internal IReadOnlyList<SandboxDnsQuery> Queries
    {
        get
        {
            lock (_queries)
            {
                return _queries.ToArray();
            }
        }
    }

    /// <summary>The messages to send, in order; none for what is no query or is to be dropped.</summary>
    internal IEnumerable<byte[]> Respond(byte[] bytes, bool isTcp)
    {
        if (Read(bytes) is not { IsResponse: false } query)
        {
            return [];
        }

        if (query.Opcode != 0 || query.Questions.Count != 1)
        {
            return [Write(query, Refusal(query, query.Opcode != 0 ? DnsResponseCode.NotImplemented : DnsResponseCode.FormatError), isTcp)];
        }

        var question = query.Questions[0];
        Record(question, isTcp, query.Opt is not null);
        var fault = _zone.FaultOf(question);
        return fault == SandboxDnsFault.Drop ? [] : Messages(query, question, fault, isTcp).Select(answer => Write(query, answer, isTcp));
    }

    /// <summary>How long the answer to a query takes; no time for what is none.</summary>
    internal TimeSpan DelayOf(byte[] bytes) =>
        Read(bytes) is { IsResponse: false, Questions.Count: 1 } query ? _zone.DelayOf(query.Questions[0]) : TimeSpan.Zero;

    private static DnsMessage? Read(byte[] bytes)
    {
        try
        {
            return new DnsMessageReader(bytes, bytes.Length).Read();
        }
        catch (MailException)
        {
            // Octets that are no message get no answer: there is no id to answer to that one could trust.
            return null;
        }
    }

    private IEnumerable<DnsMessage> Messages(DnsMessage query, DnsQuestion question, SandboxDnsFault fault, bool isTcp)
    {
        if (!isTcp && fault is SandboxDnsFault.WrongIdFirst or SandboxDnsFault.WrongQuestionFirst)
        {
            yield return Forgery(query, question, fault);
        }

        yield return fault switch
        {
            SandboxDnsFault.NameError => Refusal(query, DnsResponseCode.NameError),
            SandboxDnsFault.ServerFailure => Refusal(query, DnsResponseCode.ServerFailure),
            SandboxDnsFault.Refused => Refusal(query, DnsResponseCode.Refused),
            SandboxDnsFault.Truncate when !isTcp => Truncated(query),
            _ => Truth(query, question),
        };
    }

    private static DnsMessage Reply(DnsMessage query, DnsQuestion? question = null)
    {
        var answer = new DnsMessage
        {
            Id = query.Id,
            IsResponse = true,
            Opcode = query.Opcode,
            RecursionDesired = query.RecursionDesired,
            RecursionAvailable = true,
        };
        answer.Questions.AddRange(question is null ? query.Questions : [question]);
        if (query.Opt is not null)
        {
            answer.Additionals.Add(new OptRecord(UdpWithEdns, 0, []));
        }

        return answer;
    }

    private static DnsMessage Refusal(DnsMessage query, DnsResponseCode code)
    {
        var answer = Reply(query);
        answer.HeaderResponseCode = (byte)code;
        return answer;
    }

    private static DnsMessage Truncated(DnsMessage query)
    {
        var answer = Reply(query);
        answer.IsTruncated = true;
        return answer;
    }

    private DnsMessage Truth(DnsMessage query, DnsQuestion question)
    {
        var answer = Reply(query);
        _zone.Answer(question, answer);

        // RFC 6840 section 5.8: the AD bit is for those who ask for it by AD or DO.
        answer.IsAuthenticated &= query.IsAuthenticated || query.Opt is { IsDnsSecOk: true };
        return answer;
    }

    // What an attacker off the path would send: a mail exchanger and an address of his own.
    private static DnsMessage Forgery(DnsMessage query, DnsQuestion question, SandboxDnsFault fault)
    {
        var isWrongQuestion = fault == SandboxDnsFault.WrongQuestionFirst;
        var asked = isWrongQuestion ? new DnsQuestion(DnsName.Parse("forged.example"), question.Type) : question;
        var answer = Reply(query, asked);
        answer.Id = isWrongQuestion ? query.Id : unchecked((ushort)(query.Id + 1));
        answer.Answers.Add(question.Type == DnsRecordType.Mx
            ? new MxRecord(question.Name, 60, 0, DnsName.Parse("forged.example"))
            : new AddressRecord(question.Name, 60, Forged));
        return answer;
    }

    private static byte[] Write(DnsMessage query, DnsMessage answer, bool isTcp)
    {
        var size = isTcp ? DnsMessage.MaximumLength : Math.Max(UdpWithoutEdns, (int)(query.Opt?.UdpPayloadSize ?? UdpWithoutEdns));
        return DnsMessageWriter.Write(answer, size);
    }

    private void Record(DnsQuestion question, bool isTcp, bool usesEdns)
    {
        lock (_queries)
        {
            _queries.Add(new SandboxDnsQuery(question.Name.ToString(), question.Type.ToString().ToUpperInvariant(), isTcp, usesEdns));
        }
    }
}
