using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>
/// The records that the sandbox knows, and that are all there is: a name without records, and without names beneath it, does
/// not exist. Records and faults may be added while the server runs. Names are in A-labels, with or without a final dot.
/// </summary>
public sealed partial class SandboxZone
{
    private const int MaximumAliases = 32;
    private const int LongestString = 255;
    private const int LongestText = 32 * 1024;
    private const uint NegativeTimeToLive = 60;

    private readonly object _lock = new();
    private readonly Dictionary<DnsName, List<DnsRecord>> _records = [];
    private readonly Dictionary<(DnsName Name, DnsRecordType? Type), SandboxDnsFault> _faults = [];

    /// <summary>The TTL of records added from now on. Default 5 minutes.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether answers to who asks for it carry the AD bit, as if DNSSEC had proved them.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>How long each answer takes, as if the server were far away. Default zero.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// The rules of the sandbox that the zone belongs to, which go before <see cref="SetFault"/>; null for a zone of its own.
    /// </summary>
    internal SandboxFaultList? Rules { get; set; }

    private uint Seconds => (uint)TimeToLive.TotalSeconds;

    /// <summary>Adds an MX record; the exchange "." makes a null MX (RFC 7505).</summary>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public SandboxZone AddMx(string domain, int preference, string exchange)
    {
        if (preference is < 0 or > ushort.MaxValue)
        {
            throw new MailException(MailErrors.InvalidParameter, "The preference of an MX record is 0 to 65535.");
        }

        return Add(new MxRecord(DnsName.Parse(domain), Seconds, (ushort)preference, DnsName.Parse(exchange)));
    }

    /// <summary>Declares that a domain takes no mail (RFC 7505).</summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public SandboxZone AddNullMx(string domain) => AddMx(domain, 0, ".");

    /// <summary>Adds an SRV record (RFC 2782); the target "." says that there is no such service.</summary>
    /// <param name="name">The owner, for example <c>_imaps._tcp.example.com</c>.</param>
    /// <param name="priority">0 to 65535; the lowest is tried first.</param>
    /// <param name="weight">0 to 65535: the share of clients among servers of one priority.</param>
    /// <param name="port">0 to 65535.</param>
    /// <param name="target">The host.</param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public SandboxZone AddSrv(string name, int priority, int weight, int port, string target)
    {
        foreach (var number in new[] { priority, weight, port })
        {
            if (number is < 0 or > ushort.MaxValue)
            {
                throw new MailException(MailErrors.InvalidParameter, "Priority, weight and port of an SRV record are 0 to 65535.");
            }
        }

        return Add(new SrvRecord(DnsName.Parse(name), Seconds, (ushort)priority, (ushort)weight, (ushort)port, DnsName.Parse(target)));
    }

    /// <summary>Adds an A or an AAAA record, as the address is.</summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public SandboxZone AddAddress(string name, IPAddress address) => Add(new AddressRecord(DnsName.Parse(name), Seconds, address));

    /// <summary>Adds a CNAME record. The target need not exist.</summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public SandboxZone AddCname(string alias, string target) => Add(new CnameRecord(DnsName.Parse(alias), Seconds, DnsName.Parse(target)));

    /// <summary>Adds a TXT record.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The text; one of more than 255 octets of UTF-8 is divided, as readers join the pieces again (RFC 7208 section
    /// 3.3).</param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public SandboxZone AddTxt(string name, string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        if (octets.Length > LongestText)
        {
            throw new MailException(MailErrors.InvalidParameter,
                $"A TXT record holds {LongestText} octets at the most, and this text has {octets.Length}.");
        }

        var data = new List<byte>();
        for (var start = 0; start == 0 || start < octets.Length; start += LongestString)
        {
            var length = Math.Min(LongestString, octets.Length - start);
            data.Add((byte)length);
            data.AddRange(octets.Skip(start).Take(length));
        }

        return AddRaw(name, DnsRecordType.Txt, data.ToArray());
    }

    /// <summary>Adds a PTR record, as a host has one for each of its addresses.</summary>
    /// <param name="address">An address, or the name that stands for it below in-addr.arpa or ip6.arpa.</param>
    /// <param name="target">The name of the host; it need not exist.</param>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public SandboxZone AddPtr(string address, string target) =>
        Add(new PtrRecord(NameOf(address), Seconds, DnsName.Parse(target)));

    /// <summary>Adds a TLSA record (RFC 6698 section 2.1).</summary>
    /// <param name="name">The name, such as <c>_25._tcp.mail.example.com</c>.</param>
    /// <param name="usage">The certificate usage, 0 to 255.</param>
    /// <param name="selector">What of the certificate is meant, 0 to 255.</param>
    /// <param name="matching">How it is given, 0 to 255.</param>
    /// <param name="data">The certificate, its key, or a hash of either.</param>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public SandboxZone AddTlsa(string name, byte usage, byte selector, byte matching, byte[] data) =>
        AddRaw(name, DnsRecordType.Tlsa, [usage, selector, matching, .. data]);

    /// <summary>Sets what goes wrong for a name, in place of what did before.</summary>
    /// <param name="name">The name, exactly; those beneath it are not touched.</param>
    /// <param name="fault">What goes wrong; None ends it.</param>
    /// <param name="type">A, AAAA, CNAME, MX, TXT, PTR, SRV or TLSA, if only questions for this type go wrong.</param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public SandboxZone SetFault(string name, SandboxDnsFault fault, string? type = null)
    {
        lock (_lock)
        {
            _faults[(DnsName.Parse(name), ParseType(type))] = fault;
        }

        return this;
    }

    internal SandboxDnsFault FaultOf(DnsQuestion question)
    {
        if (Rules?.FindForQuestion<SandboxFaultEffect.Misanswer>(question) is { } rule)
        {
            return rule.Fault;
        }

        lock (_lock)
        {
            return _faults.TryGetValue((question.Name, question.Type), out var fault)
                || _faults.TryGetValue((question.Name, null), out fault)
                ? fault
                : SandboxDnsFault.None;
        }
    }

    /// <summary>How long the answer to a question takes.</summary>
    internal TimeSpan DelayOf(DnsQuestion question) =>
        Latency + (Rules?.FindForQuestion<SandboxFaultEffect.Delay>(question)?.Time ?? TimeSpan.Zero);

    /// <summary>Whether a name has records of a type.</summary>
    internal bool Has(string name, DnsRecordType type)
    {
        lock (_lock)
        {
            return RecordsOf(DnsName.Parse(name)).Exists(record => record.Type == type);
        }
    }

    /// <summary>The name that is meant: of an address the one that stands for it below in-addr.arpa or ip6.arpa.</summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    internal static DnsName NameOf(string nameOrAddress) =>
        DnsName.Parse(IPAddress.TryParse(nameOrAddress, out var address) ? ReverseName(address) : nameOrAddress);

    /// <summary>Fills an answer as a recursive server would (RFC 1034 section 4.3.2, RFC 2308 section 2).</summary>
    internal void Answer(DnsQuestion question, DnsMessage answer)
    {
        lock (_lock)
        {
            answer.IsAuthenticated = IsAuthenticated;
            var name = FollowAliases(question, answer);
            var found = RecordsOf(name).FindAll(record => record.Type == question.Type && question.Type != DnsRecordType.Cname);
            answer.Answers.AddRange(found);
            if (found.Count == 0 && (answer.Answers.Count == 0 || question.Type != DnsRecordType.Cname))
            {
                answer.HeaderResponseCode = (byte)(Exists(name) ? DnsResponseCode.NoError : DnsResponseCode.NameError);
                answer.Authorities.Add(StartOfAuthority());
            }

            var targets = found.OfType<MxRecord>().Select(record => record.Exchange)
                .Concat(found.OfType<SrvRecord>().Select(record => record.Target)).Distinct();
            answer.Additionals.AddRange(targets.SelectMany(RecordsOf).OfType<AddressRecord>());
        }
    }

    /// <exception cref="MailException">InvalidParameter.</exception>
    internal static DnsRecordType? ParseType(string? type)
    {
        if (type is null)
        {
            return null;
        }

        return Enum.TryParse(type, ignoreCase: true, out DnsRecordType parsed) && parsed is not DnsRecordType.Opt
            ? parsed
            : throw new MailException(MailErrors.InvalidParameter, "The record type is A, AAAA, CNAME, MX, TXT, PTR, SRV or TLSA.");
    }

    private static SoaRecord StartOfAuthority() =>
        new(DnsName.Root, NegativeTimeToLive, DnsName.Parse("ns.sandbox"), DnsName.Parse("hostmaster.sandbox"),
            [1, 3600, 600, 86400, NegativeTimeToLive]);

    private static string ReverseName(IPAddress address)
    {
        var octets = Enumerable.Reverse(address.GetAddressBytes());
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Join(".", octets.Select(octet => $"{octet & 0xF:x}.{octet >> 4:x}")) + ".ip6.arpa"
            : string.Join(".", octets) + ".in-addr.arpa";
    }

    private SandboxZone AddRaw(string name, DnsRecordType type, byte[] data) =>
        Add(new RawRecord(DnsName.Parse(name), type, DnsQuestion.InternetClass, Seconds, data));

    private SandboxZone Add(DnsRecord record)
    {
        lock (_lock)
        {
            if (!_records.TryGetValue(record.Name, out var records))
            {
                _records.Add(record.Name, records = []);
            }

            records.Add(record);
        }

        return this;
    }

    private List<DnsRecord> RecordsOf(DnsName name) => _records.TryGetValue(name, out var records) ? records : [];

    // A loop of aliases is answered as far as the cap goes: what to make of it is the client's business.
    private DnsName FollowAliases(DnsQuestion question, DnsMessage answer)
    {
        var name = question.Name;
        while (answer.Answers.Count < MaximumAliases && RecordsOf(name).OfType<CnameRecord>().FirstOrDefault() is { } alias)
        {
            answer.Answers.Add(alias);
            if (question.Type == DnsRecordType.Cname)
            {
                break;
            }

            name = alias.Target;
        }

        return name;
    }

    // A name also exists when another lies beneath it (RFC 8020).
    private bool Exists(DnsName name) => _records.Keys.Any(known => known.IsWithin(name));
}
