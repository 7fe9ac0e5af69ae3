using System.Collections.Generic;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.Dmarc;

/// <summary>Whether domains belong together (RFC 9989 section 4.4), each walked once.</summary>
internal sealed class DmarcAlignment
{
    private readonly IRecordLookup _records;
    private readonly Dictionary<string, DmarcTreeWalk> _walks = new(DomainName.Comparer);

    internal DmarcAlignment(IRecordLookup records) => _records = records;

    /// <summary>The records of a domain and those above it.</summary>
    internal async Task<DmarcTreeWalk> WalkAsync(string domain)
    {
        var key = domain.ToLowerInvariant();
        if (!_walks.TryGetValue(key, out var walk))
            _walks.Add(key, walk = await DmarcTreeWalk.WalkAsync(_records, key).ConfigureAwait(false));
        return walk;
    }

    /// <summary>Whether one's mail may be signed or sent by the other: strictly the same, or of one organizational domain.</summary>
    /// <returns>Null if a question was not answered.</returns>
    internal async Task<bool?> IsAlignedAsync(string author, string authenticated, bool isStrict)
    {
        if (DomainName.Comparer.Equals(author, authenticated))
            return true;
        if (isStrict)
            return false;

        var one = await WalkAsync(author).ConfigureAwait(false);
        var other = await WalkAsync(authenticated).ConfigureAwait(false);
        return one.Failure is not null || other.Failure is not null
            ? null
            : DomainName.Comparer.Equals(one.OrganizationalDomain, other.OrganizationalDomain);
    }

    /// <summary>
    /// Whether a domain takes the reports of another (RFC 9990 section 4): it is of the same organizational domain, or says so in
    /// a record at <c>example.com._report._dmarc.</c> of its own.
    /// </summary>
    /// <returns>Null if a question was not answered.</returns>
    internal async Task<bool?> TakesReportsAsync(string destination, string publisher)
    {
        try
        {
            if (await IsAlignedAsync(publisher, destination, isStrict: false).ConfigureAwait(false) == true)
                return true;

            var consent = await _records.TextAsync($"{publisher}._report._dmarc.{destination}").ConfigureAwait(false);
            foreach (var text in consent.Records)
            {
                if (DmarcRecord.IsRecord(text))
                    return true;
            }

            return false;
        }
        catch (MailException)
        {
            return null;
        }
    }
}
