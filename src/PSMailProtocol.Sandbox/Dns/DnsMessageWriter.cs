using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>Writes a message with compressed names, cut off at a size if it has to be.</summary>
internal sealed class DnsMessageWriter
{
    private const int MaximumPointer = 0x3FFF;

    private readonly List<byte> _bytes = [];
    private readonly Dictionary<DnsName, int> _offsets = [];

    /// <summary>The wire form of a message.</summary>
    /// <param name="message">The message; its counts come from its lists.</param>
    /// <param name="maximumLength">
    /// Octets that the way allows. What does not fit is left out by whole records and TC is set (RFC 2181 section 9);
    /// the OPT record stays, since the client needs it to judge the rest (RFC 6891 section 7).
    /// </param>
    internal static byte[] Write(DnsMessage message, int maximumLength = DnsMessage.MaximumLength)
    {
        var writer = new DnsMessageWriter();
        writer.WriteMessage(message, maximumLength);
        return writer._bytes.ToArray();
    }

    internal void WriteUInt16(int value)
    {
        _bytes.Add((byte)(value >> 8));
        _bytes.Add((byte)value);
    }

    internal void WriteUInt32(uint value)
    {
        WriteUInt16((int)(value >> 16));
        WriteUInt16((int)(value & 0xFFFF));
    }

    internal void WriteBytes(byte[] bytes) => _bytes.AddRange(bytes);

    /// <summary>Writes a name, pointing to an earlier one for as much of its tail as possible.</summary>
    internal void WriteName(DnsName name)
    {
        for (var rest = name; !rest.IsRoot; rest = rest.Parent())
        {
            if (_offsets.TryGetValue(rest, out var offset))
            {
                WriteUInt16(0xC000 | offset);
                return;
            }

            if (_bytes.Count <= MaximumPointer)
            {
                _offsets.Add(rest, _bytes.Count);
            }

            for (var i = 0; i <= rest.Wire[0]; i++)
            {
                _bytes.Add(rest.Wire[i]);
            }
        }

        _bytes.Add(0);
    }

    private static int FlagsOf(DnsMessage message) =>
        Bit(message.IsResponse, 0x8000)
        | (message.Opcode << 11)
        | Bit(message.IsAuthoritative, 0x0400)
        | Bit(message.IsTruncated, 0x0200)
        | Bit(message.RecursionDesired, 0x0100)
        | Bit(message.RecursionAvailable, 0x0080)
        | Bit(message.IsAuthenticated, 0x0020)
        | Bit(message.CheckingDisabled, 0x0010)
        | message.HeaderResponseCode;

    private static int Bit(bool value, int bit) => value ? bit : 0;

    private void WriteMessage(DnsMessage message, int maximumLength)
    {
        _bytes.AddRange(new byte[DnsMessage.HeaderLength]);
        foreach (var question in message.Questions)
        {
            WriteName(question.Name);
            WriteUInt16((int)question.Type);
            WriteUInt16(question.Class);
        }

        var opt = message.Opt;
        var room = maximumLength - LengthOf(opt);
        var answers = WriteRecords(message.Answers, room);
        var authorities = WriteRecords(message.Authorities, room);
        var others = message.Additionals.FindAll(record => record is not OptRecord);
        var additionals = WriteRecords(others, room);

        // RFC 2181 section 9: a missing additional record is no truncation.
        var isCut = answers < message.Answers.Count || authorities < message.Authorities.Count;
        if (opt is not null)
        {
            WriteRecord(opt);
            additionals++;
        }

        SetUInt16(0, message.Id);
        SetUInt16(2, FlagsOf(message) | Bit(isCut, 0x0200));
        SetUInt16(4, message.Questions.Count);
        SetUInt16(6, answers);
        SetUInt16(8, authorities);
        SetUInt16(10, additionals);
    }

    private static int LengthOf(OptRecord? opt)
    {
        if (opt is null)
        {
            return 0;
        }

        var writer = new DnsMessageWriter();
        writer.WriteRecord(opt);
        return writer._bytes.Count;
    }

    // Returns how many records found room.
    private int WriteRecords(List<DnsRecord> records, int room)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var start = _bytes.Count;
            WriteRecord(records[i]);
            if (_bytes.Count > room)
            {
                _bytes.RemoveRange(start, _bytes.Count - start);
                ForgetNamesFrom(start);
                return i;
            }
        }

        return records.Count;
    }

    private void ForgetNamesFrom(int start)
    {
        foreach (var entry in new List<KeyValuePair<DnsName, int>>(_offsets))
        {
            if (entry.Value >= start)
            {
                _offsets.Remove(entry.Key);
            }
        }
    }

    private void WriteRecord(DnsRecord record)
    {
        WriteName(record.Name);
        WriteUInt16((int)record.Type);
        WriteUInt16(record.Class);
        WriteUInt32(record.TimeToLive);
        var start = _bytes.Count;
        WriteUInt16(0);
        record.WriteData(this);
        SetUInt16(start, checked((ushort)(_bytes.Count - start - 2)));
    }

    private void SetUInt16(int position, int value)
    {
        _bytes[position] = (byte)(value >> 8);
        _bytes[position + 1] = (byte)value;
    }
}
