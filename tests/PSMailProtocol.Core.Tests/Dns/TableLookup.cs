using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Tests.Dns;

/// <summary>A zone in memory: what a test says is there, aliases followed, and nothing else.</summary>
internal sealed class TableLookup : IRecordLookup
{
    private readonly Dictionary<string, List<(string Type, object Value)>> _zone = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _silent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each question as <c>TXT example.com</c>.</summary>
    internal List<string> Questions { get; } = [];

    /// <summary>Questions for what is not in the table are not answered.</summary>
    internal TableLookup AddSilence(string name)
    {
        _silent.Add(name);
        return this;
    }

    internal TableLookup AddText(string name, params string[] texts) => Add(name, "TXT", texts);

    internal TableLookup AddAddress(string name, params string[] addresses)
    {
        foreach (var address in addresses.Select(IPAddress.Parse))
            Add(name, address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA", address);
        return this;
    }

    internal TableLookup AddMx(string name, params string[] exchangers) => Add(name, "MX", exchangers);

    internal TableLookup AddPointer(string name, params string[] names) => Add(name, "PTR", names);

    internal TableLookup AddAlias(string name, string target) => Add(name, "CNAME", target);

    internal TableLookup AddTlsa(string name, params TlsaData[] records) => Add(name, "TLSA", records);

    /// <summary>A name that exists and has nothing.</summary>
    internal TableLookup AddNothing(string name) => Add(name, "NONE", "");

    public Task<RecordSet<string>> TextAsync(string name) => Task.FromResult(Find<string>(name, "TXT"));

    public Task<RecordSet<IPAddress>> AddressesAsync(string name, AddressFamily family) =>
        Task.FromResult(Find<IPAddress>(name, family == AddressFamily.InterNetwork ? "A" : "AAAA"));

    public Task<RecordSet<string>> ExchangersAsync(string name) => Task.FromResult(Find<string>(name, "MX"));

    public Task<RecordSet<string>> PointersAsync(string name) => Task.FromResult(Find<string>(name, "PTR"));

    public Task<RecordSet<TlsaData>> TlsaAsync(string name) => Task.FromResult(Find<TlsaData>(name, "TLSA"));

    private TableLookup Add(string name, string type, params object[] values)
    {
        if (!_zone.TryGetValue(name, out var records))
            _zone.Add(name, records = []);
        records.AddRange(values.Select(value => (type, value)));
        return this;
    }

    private RecordSet<T> Find<T>(string name, string type)
    {
        Questions.Add($"{type} {name}");
        for (var aliases = 0; aliases <= 16; aliases++)
        {
            var records = _zone.GetValueOrDefault(name) ?? [];
            var found = records.Where(record => record.Type == type).Select(record => (T)record.Value).ToList();
            if (found.Count == 0 && _silent.Contains(name))
                throw new MailException(MailErrors.DnsTimedOut, $"No name server answered for {type} of {name}.");
            if (found.Count > 0 || records.All(record => record.Type != "CNAME"))
                return new RecordSet<T>(found, !_zone.Keys.Any(key => Lies(key, name)));
            name = (string)records.First(record => record.Type == "CNAME").Value;
        }

        throw new MailException(MailErrors.DnsResponseInvalid, $"The aliases of {name} form a loop.");
    }

    // A name with names beneath it exists as well (RFC 8020).
    private static bool Lies(string key, string name) =>
        key.Equals(name, StringComparison.OrdinalIgnoreCase) || key.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
}
