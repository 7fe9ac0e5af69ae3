using System.Net;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>A resource record (RFC 1035 section 4.1.3). Types without a class of their own are <see cref="RawRecord"/>.</summary>
internal abstract class DnsRecord
{
    private protected DnsRecord(DnsName name, DnsRecordType type, uint timeToLive)
    {
        Name = name;
        Type = type;
        TimeToLive = timeToLive;
    }

    /// <summary>The owner.</summary>
    internal DnsName Name { get; }

    internal DnsRecordType Type { get; }

    /// <summary>IN for everything but raw records, and the payload size for OPT.</summary>
    internal virtual ushort Class => DnsQuestion.InternetClass;

    /// <summary>Seconds as they stand on the wire.</summary>
    internal uint TimeToLive { get; }

    /// <summary>Writes the RDATA without its length.</summary>
    internal abstract void WriteData(DnsMessageWriter writer);
}

/// <summary>An A or AAAA record.</summary>
internal sealed class AddressRecord : DnsRecord
{
    internal AddressRecord(DnsName name, uint timeToLive, IPAddress address)
        : base(name, TypeOf(address), timeToLive) => Address = address;

    internal IPAddress Address { get; }

    internal override void WriteData(DnsMessageWriter writer) => writer.WriteBytes(Address.GetAddressBytes());

    private static DnsRecordType TypeOf(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? DnsRecordType.Aaaa : DnsRecordType.A;
}

/// <summary>A CNAME record.</summary>
internal sealed class CnameRecord : DnsRecord
{
    internal CnameRecord(DnsName name, uint timeToLive, DnsName target)
        : base(name, DnsRecordType.Cname, timeToLive) => Target = target;

    internal DnsName Target { get; }

    internal override void WriteData(DnsMessageWriter writer) => writer.WriteName(Target);
}

/// <summary>An MX record (RFC 1035 section 3.3.9).</summary>
internal sealed class MxRecord : DnsRecord
{
    internal MxRecord(DnsName name, uint timeToLive, ushort preference, DnsName exchange)
        : base(name, DnsRecordType.Mx, timeToLive)
    {
        Preference = preference;
        Exchange = exchange;
    }

    internal ushort Preference { get; }

    internal DnsName Exchange { get; }

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.WriteUInt16(Preference);
        writer.WriteName(Exchange);
    }
}

/// <summary>A PTR record (RFC 1035 section 3.3.12).</summary>
internal sealed class PtrRecord : DnsRecord
{
    internal PtrRecord(DnsName name, uint timeToLive, DnsName target)
        : base(name, DnsRecordType.Ptr, timeToLive) => Target = target;

    internal DnsName Target { get; }

    internal override void WriteData(DnsMessageWriter writer) => writer.WriteName(Target);
}

/// <summary>An SRV record (RFC 2782).</summary>
internal sealed class SrvRecord : DnsRecord
{
    internal SrvRecord(DnsName name, uint timeToLive, ushort priority, ushort weight, ushort port, DnsName target)
        : base(name, DnsRecordType.Srv, timeToLive)
    {
        Priority = priority;
        Weight = weight;
        Port = port;
        Target = target;
    }

    internal ushort Priority { get; }

    internal ushort Weight { get; }

    internal ushort Port { get; }

    internal DnsName Target { get; }

    /// <summary>The target is not compressed (RFC 2782).</summary>
    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.WriteUInt16(Priority);
        writer.WriteUInt16(Weight);
        writer.WriteUInt16(Port);
        writer.WriteBytes(Target.Wire);
    }
}

/// <summary>An SOA record; of its fields only the negative TTL matters here (RFC 2308 section 5).</summary>
internal sealed class SoaRecord : DnsRecord
{
    internal SoaRecord(DnsName name, uint timeToLive, DnsName primary, DnsName responsible, uint[] numbers)
        : base(name, DnsRecordType.Soa, timeToLive)
    {
        Primary = primary;
        Responsible = responsible;
        Numbers = numbers;
    }

    internal DnsName Primary { get; }

    internal DnsName Responsible { get; }

    /// <summary>Serial, refresh, retry, expire and minimum.</summary>
    internal uint[] Numbers { get; }

    /// <summary>The last number: how long, at most, a negative answer may be kept.</summary>
    internal uint Minimum => Numbers[4];

    internal override void WriteData(DnsMessageWriter writer)
    {
        writer.WriteName(Primary);
        writer.WriteName(Responsible);
        foreach (var number in Numbers)
        {
            writer.WriteUInt32(number);
        }
    }
}

/// <summary>The OPT pseudo record: its class is a payload size, its TTL carries more of the RCODE (RFC 6891 section 6.1.3).</summary>
internal sealed class OptRecord : DnsRecord
{
    private readonly byte[] _options;

    internal OptRecord(ushort udpPayloadSize, uint flags, byte[] options)
        : base(DnsName.Root, DnsRecordType.Opt, flags)
    {
        UdpPayloadSize = udpPayloadSize;
        _options = options;
    }

    /// <summary>The largest UDP message that the sender takes, in octets.</summary>
    internal ushort UdpPayloadSize { get; }

    /// <summary>The DO bit (RFC 3225): whoever asks understands DNSSEC.</summary>
    internal bool IsDnsSecOk => (TimeToLive & 0x8000) != 0;

    internal byte ExtendedResponseCode => (byte)(TimeToLive >> 24);

    internal override ushort Class => UdpPayloadSize;

    internal override void WriteData(DnsMessageWriter writer) => writer.WriteBytes(_options);
}

/// <summary>A record of a type or class that is not read further.</summary>
internal sealed class RawRecord : DnsRecord
{
    internal RawRecord(DnsName name, DnsRecordType type, ushort recordClass, uint timeToLive, byte[] data)
        : base(name, type, timeToLive)
    {
        Class = recordClass;
        Data = data;
    }

    internal override ushort Class { get; }

    internal byte[] Data { get; }

    internal override void WriteData(DnsMessageWriter writer) => writer.WriteBytes(Data);
}
