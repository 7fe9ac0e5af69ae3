using System.Security.Cryptography;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>One query with an id that nobody can foresee, and the judgement of what comes back (RFC 5452 sections 4 and 9).</summary>
internal sealed class DnsQuery
{
    private readonly DnsQuestion _question;
    private readonly ushort _id;

    /// <param name="question">What to ask.</param>
    /// <param name="udpPayloadSize">The EDNS payload size, or 0 to ask without EDNS.</param>
    internal DnsQuery(DnsQuestion question, int udpPayloadSize)
    {
        _question = question;
        _id = RandomId();
        UsesEdns = udpPayloadSize > 0;
        Bytes = Write(udpPayloadSize);
    }

    /// <summary>The query's wire form.</summary>
    internal byte[] Bytes { get; }

    internal bool UsesEdns { get; }

    /// <summary>
    /// Gives the answer if the bytes are one to this query. Anything else is null and to be passed over while the wait
    /// goes on: to fail would hand whoever can send a datagram the power to stop the lookup.
    /// </summary>
    /// <exception cref="MailException">DnsResponseInvalid: it is the answer, and malformed behind its question.</exception>
    internal DnsMessage? Accept(byte[] bytes, int length)
    {
        var head = ReadHead(bytes, length);
        if (head is null || !IsOurs(head))
        {
            return null;
        }

        // What follows a truncated question may be cut off anywhere and is asked for again by TCP.
        return head.IsTruncated ? head : new DnsMessageReader(bytes, length).Read();
    }

    private static ushort RandomId()
    {
        using var random = RandomNumberGenerator.Create();
        var bytes = new byte[2];
        random.GetBytes(bytes);
        return (ushort)((bytes[0] << 8) | bytes[1]);
    }

    private static DnsMessage? ReadHead(byte[] bytes, int length)
    {
        try
        {
            return new DnsMessageReader(bytes, length).ReadHead();
        }
        catch (MailException)
        {
            // A datagram whose question cannot be read is nobody's answer.
            return null;
        }
    }

    private bool IsOurs(DnsMessage head) =>
        head.Id == _id
        && head.IsResponse
        && head.Opcode == 0
        && head.Questions.Count == 1
        && head.Questions[0].Matches(_question);

    private byte[] Write(int udpPayloadSize)
    {
        var query = new DnsMessage { Id = _id, RecursionDesired = true, IsAuthenticated = true };
        query.Questions.Add(_question);
        if (udpPayloadSize > 0)
        {
            query.Additionals.Add(new OptRecord((ushort)udpPayloadSize, 0, []));
        }

        return DnsMessageWriter.Write(query);
    }
}
