using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>
/// The records of one type at a name or at what it is an alias of (RFC 1034 section 3.6.2), with all that was learned on
/// the way. A chain that the server leaves unfinished is asked for from where it stops.
/// </summary>
internal sealed class AliasChain<T>
    where T : DnsRecord
{
    private readonly HashSet<DnsName> _seen = [];
    private readonly DnsRecordType _type;
    private readonly int _maximumAliases;

    /// <exception cref="MailException">What the resolver throws; LimitExceeded or DnsResponseInvalid for an endless chain.</exception>
    internal AliasChain(StubResolver resolver, DnsName name, DnsRecordType type, int maximumAliases)
    {
        Name = name;
        _type = type;
        _maximumAliases = maximumAliases;
        _seen.Add(name);
        DnsName asked;
        do
        {
            asked = Name;
            Answer = resolver.Query(asked, type);
            IsAuthenticated &= Answer.Message.IsAuthenticated;
            Walk();
        }
        while (Records.Count == 0 && !Answer.IsNameError && Answer.NegativeSoa is null && !Name.Equals(asked));

        Include(Records.Select(record => record.TimeToLive));
        if (Records.Count == 0 && Answer.NegativeTimeToLive is { } negative)
        {
            Include([negative]);
        }
    }

    /// <summary>The end of the chain: the canonical name.</summary>
    internal DnsName Name { get; private set; }

    /// <summary>The last answer.</summary>
    internal DnsAnswer Answer { get; private set; }

    /// <summary>The records at the end; none means NODATA, or NXDOMAIN if the answer says so.</summary>
    internal List<T> Records { get; private set; } = [];

    /// <summary>The least TTL in seconds of everything that was used.</summary>
    internal uint TimeToLive { get; private set; } = int.MaxValue;

    /// <summary>Whether every answer had the AD bit.</summary>
    internal bool IsAuthenticated { get; private set; } = true;

    /// <summary>Whether the name asked for is an alias.</summary>
    internal bool IsAlias => _seen.Count > 1;

    private void Walk()
    {
        while ((Records = Answer.AnswersOf<T>(Name, _type)).Count == 0
            && Answer.AnswersOf<CnameRecord>(Name, DnsRecordType.Cname).FirstOrDefault() is { } alias)
        {
            Include([alias.TimeToLive]);
            Step(alias.Target);
        }
    }

    private void Step(DnsName target)
    {
        if (!_seen.Add(target))
        {
            throw new MailException(MailErrors.DnsResponseInvalid, $"The alias {Name} leads back to {target}: its CNAME records form a loop.");
        }

        // The first name is no alias of anything.
        if (_seen.Count - 1 > _maximumAliases)
        {
            throw new MailException(MailErrors.LimitExceeded, $"More than {_maximumAliases} CNAME records follow one another at {target} (MaximumAliases).");
        }

        Name = target;
    }

    private void Include(IEnumerable<uint> timesToLive)
    {
        foreach (var timeToLive in timesToLive)
        {
            TimeToLive = Math.Min(TimeToLive, DnsAnswer.Seconds(timeToLive));
        }
    }
}
