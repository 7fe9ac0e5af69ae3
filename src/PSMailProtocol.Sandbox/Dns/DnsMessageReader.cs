using System;
using System.Collections.Generic;
using System.Net;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>
/// Reads a message out of bytes that nobody vouches for. Every fault is a DnsResponseInvalid; the work is linear in the
/// length of the message, because a name costs at most its own budget and a record at least eleven octets.
/// </summary>
internal sealed class DnsMessageReader
{
    private const int SoaNumbers = 5;

    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly int[] _counts = new int[4];
    private int _position;

    /// <param name="bytes">A buffer that begins with the message.</param>
    /// <param name="length">How many of its octets the message has.</param>
    internal DnsMessageReader(byte[] bytes, int length)
    {
        _bytes = bytes;
        _length = length;
    }

    /// <summary>Reads header and questions only: enough to tell whether an answer is ours and whether it is cut off.</summary>
    /// <exception cref="MailException">DnsResponseInvalid.</exception>
    internal DnsMessage ReadHead()
    {
        var message = ReadHeader();
        for (var i = 0; i < _counts[0]; i++)
        {
            message.Questions.Add(new DnsQuestion(ReadName(_length), (DnsRecordType)ReadUInt16(_length), ReadUInt16(_length)));
        }

        return message;
    }

    /// <summary>Reads the whole message. Octets behind it are ignored, as servers pad.</summary>
    /// <exception cref="MailException">DnsResponseInvalid.</exception>
    internal DnsMessage Read()
    {
        var message = ReadHead();
        ReadSection(_counts[1], message.Answers);
        ReadSection(_counts[2], message.Authorities);
        ReadSection(_counts[3], message.Additionals);
        RequireOneOpt(message);
        return message;
    }

    private static MailException Invalid(string fault) =>
        new(MailErrors.DnsResponseInvalid, $"The name server's answer {fault}.");

    private static void RequireOneOpt(DnsMessage message)
    {
        // RFC 6891 section 6.1.1: one OPT at most, in the additional section.
        var count = message.Additionals.FindAll(record => record is OptRecord).Count;
        if (count > 1 || message.Answers.Exists(record => record is OptRecord) || message.Authorities.Exists(record => record is OptRecord))
        {
            throw Invalid("has an OPT record where none may be");
        }
    }

    private DnsMessage ReadHeader()
    {
        var id = ReadUInt16(_length);
        var flags = ReadUInt16(_length);
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = ReadUInt16(_length);
        }

        return new DnsMessage
        {
            Id = id,
            IsResponse = (flags & 0x8000) != 0,
            Opcode = (byte)((flags >> 11) & 0x0F),
            IsAuthoritative = (flags & 0x0400) != 0,
            IsTruncated = (flags & 0x0200) != 0,
            RecursionDesired = (flags & 0x0100) != 0,
            RecursionAvailable = (flags & 0x0080) != 0,
            IsAuthenticated = (flags & 0x0020) != 0,
            CheckingDisabled = (flags & 0x0010) != 0,
            HeaderResponseCode = (byte)(flags & 0x0F),
        };
    }

    private void ReadSection(int count, List<DnsRecord> records)
    {
        for (var i = 0; i < count; i++)
        {
            records.Add(ReadRecord());
        }
    }

    private DnsRecord ReadRecord()
    {
        var name = ReadName(_length);
        var type = (DnsRecordType)ReadUInt16(_length);
        var recordClass = ReadUInt16(_length);
        var timeToLive = ReadUInt32(_length);
        var end = ReadUInt16(_length) + _position;
        if (end > _length)
        {
            throw Invalid("has a record longer than the message");
        }

        var record = ReadData(name, type, recordClass, timeToLive, end);
        return _position == end ? record : throw Invalid($"has a record of type {type} with octets left over");
    }

    private DnsRecord ReadData(DnsName name, DnsRecordType type, ushort recordClass, uint timeToLive, int end)
    {
        if (type == DnsRecordType.Opt)
        {
            return new OptRecord(recordClass, timeToLive, ReadBytes(end - _position, end));
        }

        if (recordClass != DnsQuestion.InternetClass)
        {
            return new RawRecord(name, type, recordClass, timeToLive, ReadBytes(end - _position, end));
        }

        return type switch
        {
            DnsRecordType.A => new AddressRecord(name, timeToLive, new IPAddress(ReadBytes(4, end))),
            DnsRecordType.Aaaa => new AddressRecord(name, timeToLive, new IPAddress(ReadBytes(16, end))),
            DnsRecordType.Cname => new CnameRecord(name, timeToLive, ReadName(end)),
            DnsRecordType.Mx => new MxRecord(name, timeToLive, ReadUInt16(end), ReadName(end)),
            DnsRecordType.Ptr => new PtrRecord(name, timeToLive, ReadName(end)),
            DnsRecordType.Srv => new SrvRecord(name, timeToLive, ReadUInt16(end), ReadUInt16(end), ReadUInt16(end), ReadName(end)),
            DnsRecordType.Soa => new SoaRecord(name, timeToLive, ReadName(end), ReadName(end), ReadSoaNumbers(end)),
            _ => new RawRecord(name, type, recordClass, timeToLive, ReadBytes(end - _position, end)),
        };
    }

    private uint[] ReadSoaNumbers(int end)
    {
        var numbers = new uint[SoaNumbers];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ReadUInt32(end);
        }

        return numbers;
    }

    private DnsName ReadName(int end)
    {
        var name = new CompressedName(_bytes, _position, end);
        _position = name.End;
        return name.Value;
    }

    private ushort ReadUInt16(int end)
    {
        Require(2, end);
        var value = (ushort)((_bytes[_position] << 8) | _bytes[_position + 1]);
        _position += 2;
        return value;
    }

    private uint ReadUInt32(int end) => ((uint)ReadUInt16(end) << 16) | ReadUInt16(end);

    private byte[] ReadBytes(int count, int end)
    {
        Require(count, end);
        var bytes = new byte[count];
        Buffer.BlockCopy(_bytes, _position, bytes, 0, count);
        _position += count;
        return bytes;
    }

    private void Require(int count, int end)
    {
        if (end - _position < count)
        {
            throw Invalid("ends too early");
        }
    }
}
