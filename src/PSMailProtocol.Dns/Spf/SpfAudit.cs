using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.Spf;

/// <summary>
/// A domain's record with all that it includes, looked at for no sender in particular: what every mail costs that nothing of it matches.
/// </summary>
internal sealed class SpfAudit
{
    /// <summary>Past this many lookups nobody counts any further.</summary>
    internal const int MaximumCounted = 40;

    private readonly IRecordLookup _records;
    private readonly Queue<(string Domain, bool IsMain)> _waiting = new();
    private readonly List<string> _problems = [];

    private SpfAudit(IRecordLookup records) => _records = records;

    /// <summary>The domain's own record as it is written; null if there is not just one.</summary>
    internal string? Text { get; private set; }

    /// <summary>The same, read; null if it cannot be.</summary>
    internal SpfRecord? Record { get; private set; }

    /// <summary>How many records the domain itself has.</summary>
    internal int Count { get; private set; }

    /// <summary>Terms that need a lookup, those of included records as well.</summary>
    internal int Lookups { get; private set; }

    /// <summary>Those of them that find nothing, whoever sends.</summary>
    internal int VoidLookups { get; private set; }

    /// <summary>Whether there are more lookups than were counted.</summary>
    internal bool IsCutShort { get; private set; }

    /// <summary>
    /// What comes of a sender that no term names: the qualifier of the first "all" on the way of redirects, else neutral.
    /// </summary>
    internal SpfResult Rest { get; private set; } = SpfResult.Neutral;

    /// <summary>Whether a term goes by reverse names (section 5.5: it should not be used).</summary>
    internal bool UsesPtr { get; private set; }

    /// <summary>What makes a check end in an error, in sentences.</summary>
    internal IReadOnlyList<string> Problems => _problems;

    /// <exception cref="MailException">A question was not answered.</exception>
    internal static async Task<SpfAudit> LookAtAsync(IRecordLookup records, string domain)
    {
        var audit = new SpfAudit(records);
        audit._waiting.Enqueue((domain, true));
        for (var isFirst = true; audit._waiting.Count > 0 && !audit.IsCutShort; isFirst = false)
        {
            var (name, isMain) = audit._waiting.Dequeue();
            await audit.LookAtRecordAsync(name, isFirst, isMain).ConfigureAwait(false);
        }

        return audit;
    }

    private async Task LookAtRecordAsync(string domain, bool isFirst, bool isMain)
    {
        var texts = DomainName.IsHostName(domain) ? SpfRecord.Among((await _records.TextAsync(domain).ConfigureAwait(false)).Records) : [];
        if (isFirst)
        {
            Count = texts.Count;
            Text = texts.Count == 1 ? texts[0] : null;
        }

        if (texts.Count != 1)
        {
            if (!isFirst || texts.Count > 1)
                _problems.Add(texts.Count == 0 ? $"{domain} has no SPF record." : $"{domain} has {texts.Count} SPF records.");
            return;
        }

        try
        {
            var record = SpfRecord.Parse(texts[0]);
            if (isFirst)
                Record = record;
            await CountAsync(record, domain, isMain).ConfigureAwait(false);
        }
        catch (SpfSyntaxException failure)
        {
            _problems.Add($"The record of {domain} cannot be read: {failure.Message}.");
        }
    }

    private async Task CountAsync(SpfRecord record, string domain, bool isMain)
    {
        foreach (var mechanism in record.Mechanisms)
        {
            // Nothing behind it is ever looked at.
            if (mechanism.Kind == SpfMechanismKind.All)
            {
                Rest = isMain ? mechanism.Qualifier : Rest;
                return;
            }

            if (!mechanism.NeedsLookup)
                continue;
            if (!CountLookup())
                return;

            UsesPtr |= mechanism.Kind == SpfMechanismKind.Ptr;
            if ((mechanism.Domain is null ? domain : mechanism.Domain.Literal) is { } target)
                await FollowAsync(mechanism, target).ConfigureAwait(false);
        }

        if (record.Redirect is not null && CountLookup() && record.Redirect.Value.Literal is { } rest)
            _waiting.Enqueue((rest, isMain));
    }

    private bool CountLookup()
    {
        IsCutShort = ++Lookups >= MaximumCounted;
        return !IsCutShort;
    }

    private async Task FollowAsync(SpfMechanism mechanism, string target)
    {
        var isVoid = mechanism.Kind switch
        {
            SpfMechanismKind.A => await LacksAsync(target, AddressFamily.InterNetwork).ConfigureAwait(false)
                && await LacksAsync(target, AddressFamily.InterNetworkV6).ConfigureAwait(false),
            SpfMechanismKind.Exists => await LacksAsync(target, AddressFamily.InterNetwork).ConfigureAwait(false),
            SpfMechanismKind.Mx => !DomainName.IsHostName(target)
                || (await _records.ExchangersAsync(target).ConfigureAwait(false)).Records.Count == 0,
            _ => false,
        };
        if (isVoid)
            VoidLookups++;
        if (mechanism.Kind == SpfMechanismKind.Include)
            _waiting.Enqueue((target, false));
    }

    private async Task<bool> LacksAsync(string name, AddressFamily family) =>
        !DomainName.IsHostName(name) || (await _records.AddressesAsync(name, family).ConfigureAwait(false)).Records.Count == 0;
}
