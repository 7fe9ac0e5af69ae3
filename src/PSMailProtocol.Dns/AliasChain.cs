using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DnsClient;
using DnsClient.Protocol;

namespace PSMailProtocol.Dns;

/// <summary>
/// The records of one type at a name or at what it is an alias of (RFC 1034 section 3.6.2), with all that was learned on
/// the way. A chain that the server leaves unfinished is asked for from where it stops.
/// </summary>
internal sealed class AliasChain<T>
    where T : DnsResourceRecord
{
    private readonly List<string> _seen;
    private readonly QueryType _type;
    private readonly int _maximumAliases;

    private AliasChain(string name, QueryType type, int maximumAliases, DnsAnswer answer)
    {
        Name = name;
        Answer = answer;
        _type = type;
        _maximumAliases = maximumAliases;
        _seen = [name];
    }

    /// <summary>The end of the chain: the canonical name.</summary>
    internal string Name { get; private set; }

    /// <summary>The last answer.</summary>
    internal DnsAnswer Answer { get; private set; }

    /// <summary>The records at the end; none means NODATA, or NXDOMAIN if the answer says so.</summary>
    internal List<T> Records { get; private set; } = [];

    /// <summary>The least TTL in seconds of everything that was used.</summary>
    internal int TimeToLive { get; private set; } = int.MaxValue;

    /// <summary>Whether every answer had the AD bit.</summary>
    internal bool IsAuthenticated { get; private set; } = true;

    /// <exception cref="MailException">What the resolver throws; AliasLoop, LimitExceeded or DnsResponseInvalid for a chain without a
    /// usable end.</exception>
    internal static async Task<AliasChain<T>> FollowAsync(StubResolver resolver, string name, QueryType type)
    {
        var answer = await resolver.QueryAsync(name, type).ConfigureAwait(false);
        var chain = new AliasChain<T>(name, type, resolver.Options.MaximumAliases, answer);
        while (chain.Walk())
        {
            chain.Answer = await resolver.QueryAsync(chain.Name, type).ConfigureAwait(false);
        }

        chain.Records.ForEach(record => chain.Include(DnsAnswer.Seconds(record)));
        if (chain.Records.Count == 0 && chain.Answer.NegativeTimeToLive is { } negative)
        {
            chain.Include(negative);
        }

        return chain;
    }

    /// <summary>Goes as far as the answer leads, and says whether its last name has to be asked for.</summary>
    private bool Walk()
    {
        var asked = Name;
        IsAuthenticated &= Answer.IsAuthenticated;
        while ((Records = Answer.AnswersOf<T>(Name, _type)).Count == 0
            && Answer.AnswersOf<CNameRecord>(Name, QueryType.CNAME).FirstOrDefault() is { } alias)
        {
            Include(DnsAnswer.Seconds(alias));
            Step(DomainName.Target(alias.CanonicalName));
        }

        return Records.Count == 0 && !Answer.IsNameError && Answer.NegativeSoa is null && !DomainName.Comparer.Equals(Name, asked);
    }

    private void Step(string target)
    {
        if (!DomainName.IsHostName(target))
        {
            throw new MailException(MailErrors.DnsResponseInvalid, $"The alias {Name} leads to {target}, which is no host name.");
        }

        if (_seen.Contains(target, DomainName.Comparer))
        {
            throw new MailException(MailErrors.AliasLoop, $"The alias {Name} leads back to {target}: its CNAME records form a loop.");
        }

        if (_seen.Count > _maximumAliases)
        {
            throw new MailException(MailErrors.LimitExceeded,
                $"More than {_maximumAliases} CNAME records follow one another at {target} (MaximumAliases).");
        }

        _seen.Add(target);
        Name = target;
    }

    private void Include(int timeToLive) => TimeToLive = Math.Min(TimeToLive, timeToLive);
}
