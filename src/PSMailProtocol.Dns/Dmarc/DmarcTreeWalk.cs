using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.Dmarc;

/// <summary>The DMARC records of a domain and of those above it, found by at most eight queries (RFC 9989 section 4.10).</summary>
internal sealed class DmarcTreeWalk
{
    /// <summary>What a longer name is shortened to after the first query, so that seven more are enough.</summary>
    private const int KeptLabels = 7;

    private readonly List<(string Domain, DmarcRecord Record)> _records = [];
    private readonly List<string> _ambiguous = [];

    private DmarcTreeWalk(string domain) => Domain = domain;

    /// <summary>Where it began.</summary>
    internal string Domain { get; }

    /// <summary>What was found, from the longest name to the shortest.</summary>
    internal IReadOnlyList<(string Domain, DmarcRecord Record)> Records => _records;

    /// <summary>Domains with several records, which count as none.</summary>
    internal IReadOnlyList<string> Ambiguous => _ambiguous;

    /// <summary>How many names were asked about.</summary>
    internal int Queries { get; private set; }

    /// <summary>Why the walk ended early; what is above is then unknown. Null if it did not.</summary>
    internal MailException? Failure { get; private set; }

    /// <summary>
    /// The domain by which two are taken for one's own (section 4.10.2): the one with psd=n, the one beneath psd=y, or the shortest
    /// with a record; without any, the domain itself.
    /// </summary>
    internal string OrganizationalDomain
    {
        get
        {
            foreach (var (domain, record) in _records)
            {
                if (record.PublicSuffix == DmarcPublicSuffix.No)
                    return domain;
                if (record.PublicSuffix == DmarcPublicSuffix.Yes && domain != Domain)
                    return Beneath(domain);
            }

            return _records.Count > 0 ? _records[_records.Count - 1].Domain : Domain;
        }
    }

    /// <summary>
    /// The record that receivers apply to the domain, and where it is (section 4.10.1): its own, else its organizational domain's, else
    /// the one of the public suffix. Null if there is none.
    /// </summary>
    internal (string Domain, DmarcRecord Record)? Applied
    {
        get
        {
            if (_records.Count == 0)
                return null;
            if (_records[0].Domain == Domain)
                return _records[0];

            var organizational = OrganizationalDomain;
            var own = _records.FindIndex(found => found.Domain == organizational);
            return own >= 0 ? _records[own] : _records[_records.Count - 1];
        }
    }

    /// <param name="records">Who asks.</param>
    /// <param name="domain">Where to begin, in lower case and A-labels.</param>
    internal static async Task<DmarcTreeWalk> WalkAsync(IRecordLookup records, string domain)
    {
        var walk = new DmarcTreeWalk(domain);
        foreach (var name in Names(domain))
        {
            try
            {
                if (await walk.LookAtAsync(records, name).ConfigureAwait(false))
                    break;
            }
            catch (MailException failure)
            {
                walk.Failure = failure;
                break;
            }
        }

        return walk;
    }

    /// <summary>The domains that are asked about: the first, and then from seven labels or one less than it has down to one.</summary>
    internal static IEnumerable<string> Names(string domain)
    {
        yield return domain;
        var labels = domain.Split('.');
        for (var keep = Math.Min(KeptLabels, labels.Length - 1); keep > 0; keep--)
            yield return string.Join(".", labels, labels.Length - keep, keep);
    }

    /// <summary>Asks about one domain and says whether its record ends the walk.</summary>
    private async Task<bool> LookAtAsync(IRecordLookup records, string name)
    {
        Queries++;
        var texts = (await records.TextAsync("_dmarc." + name).ConfigureAwait(false)).Records.Where(DmarcRecord.IsRecord).ToList();
        if (texts.Count > 1)
            _ambiguous.Add(name);
        if (texts.Count != 1)
            return false;

        var record = DmarcRecord.Parse(texts[0]);
        _records.Add((name, record));
        return record.PublicSuffix != DmarcPublicSuffix.Unknown;
    }

    private string Beneath(string suffix)
    {
        var above = Domain.Length - suffix.Length - 1;
        return Domain.Substring(Domain.LastIndexOf('.', above - 1) + 1);
    }
}
