namespace PSMailProtocol.Sandbox.Dns;

/// <summary>A question of RFC 1035 section 4.1.2: a name, a type and a class.</summary>
internal sealed class DnsQuestion
{
    /// <summary>The class IN, the only one asked for.</summary>
    internal const ushort InternetClass = 1;

    internal DnsQuestion(DnsName name, DnsRecordType type, ushort recordClass = InternetClass)
    {
        Name = name;
        Type = type;
        Class = recordClass;
    }

    internal DnsName Name { get; }

    internal DnsRecordType Type { get; }

    internal ushort Class { get; }

    internal bool Matches(DnsQuestion other) => Type == other.Type && Class == other.Class && Name.Equals(other.Name);
}
