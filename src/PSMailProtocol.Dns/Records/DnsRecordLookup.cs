using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using DnsClient;
using DnsClient.Protocol;

namespace PSMailProtocol.Dns.Records;

/// <summary>Looks records up by a stub resolver, aliases followed, all within its deadline.</summary>
internal sealed class DnsRecordLookup : IRecordLookup
{
    private readonly StubResolver _resolver;

    internal DnsRecordLookup(StubResolver resolver) => _resolver = resolver;

    /// <inheritdoc/>
    public Task<RecordSet<string>> TextAsync(string name) =>
        FindAsync<TxtRecord, string>(name, QueryType.TXT, records => records.Select(record => string.Concat(record.Text)));

    /// <inheritdoc/>
    public Task<RecordSet<IPAddress>> AddressesAsync(string name, AddressFamily family) =>
        FindAsync<AddressRecord, IPAddress>(
            name, family == AddressFamily.InterNetwork ? QueryType.A : QueryType.AAAA, records => records.Select(record => record.Address));

    /// <inheritdoc/>
    public Task<RecordSet<string>> ExchangersAsync(string name) =>
        FindAsync<MxRecord, string>(
            name, QueryType.MX,
            records => records.OrderBy(record => record.Preference).Select(record => DomainName.Target(record.Exchange)));

    /// <inheritdoc/>
    public Task<RecordSet<string>> PointersAsync(string name) =>
        FindAsync<PtrRecord, string>(name, QueryType.PTR, records => records.Select(record => DomainName.Target(record.PtrDomainName)));

    /// <inheritdoc/>
    public Task<RecordSet<TlsaData>> TlsaAsync(string name) =>
        FindAsync<TlsaRecord, TlsaData>(name, QueryType.TLSA, records => records.Select(Tlsa));

    private static TlsaData Tlsa(TlsaRecord record) => new(
        (int)record.CertificateUsage,
        (int)record.Selector,
        (int)record.MatchingType,
        string.Concat(record.CertificateAssociationData.Select(
            octet => octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))));

    private async Task<RecordSet<TValue>> FindAsync<TRecord, TValue>(
        string name, QueryType type, Func<List<TRecord>, IEnumerable<TValue>> values)
        where TRecord : DnsResourceRecord
    {
        if (!DomainName.HasLegalLabels(name))
            throw new MailException(MailErrors.InvalidDomainName,
                "The name has an empty label, one of more than 63 octets, or more than 253.");

        try
        {
            var chain = await AliasChain<TRecord>.FollowAsync(_resolver, name, type).ConfigureAwait(false);
            return new RecordSet<TValue>(values(chain.Records).ToList(), chain.Answer.IsNameError, chain.IsAuthenticated);
        }
        catch (ArgumentException failure)
        {
            throw new MailException(MailErrors.InvalidDomainName, "The name holds characters that no question can carry.", failure);
        }
    }
}
