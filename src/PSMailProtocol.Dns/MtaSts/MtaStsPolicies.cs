using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>
/// Finds the policy that a sender has to keep to (RFC 8461 section 5.1): the one that the domain publishes now, or the one that is kept of
/// it and still holds. Where neither is to be had there is none. Safe for use from several threads.
/// </summary>
public sealed class MtaStsPolicies
{
    /// <summary>After a policy could not be fetched, it is tried again no sooner (section 3.3).</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, StubResolver> _startLookup;
    private readonly IMtaStsPolicySource _source;
    private readonly MtaStsPolicyCache _cache;
    private readonly Action<string>? _warn;
    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset Until)> _failed = new(StringComparer.OrdinalIgnoreCase);

    internal MtaStsPolicies(Func<CancellationToken, StubResolver> startLookup, IMtaStsPolicySource source, MtaStsPolicyCache cache,
        Action<string>? warn)
    {
        _startLookup = startLookup;
        _source = source;
        _cache = cache;
        _warn = warn;
    }

    /// <summary>The time; tests have one of their own.</summary>
    internal Func<DateTimeOffset> Clock { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>The policy of a domain, or null.</summary>
    /// <param name="domain">The mail domain in A-labels.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public MtaStsPolicy? Find(string domain, CancellationToken cancellation = default) =>
        FindAsync(domain, cancellation).GetAwaiter().GetResult();

    internal async Task<MtaStsPolicy?> FindAsync(string domain, CancellationToken cancellation)
    {
        var kept = _cache.Find(domain, Clock());
        var id = await PublishedIdAsync(domain, cancellation).ConfigureAwait(false);
        var valid = id is null || id == kept?.Id ? kept : await FetchAsync(domain, id, cancellation).ConfigureAwait(false) ?? kept;
        return valid?.Policy is { Mode: not MtaStsMode.None } policy ? policy : null;
    }

    /// <summary>The id of the policy that the domain publishes; null where it publishes none or nobody can tell.</summary>
    private async Task<string?> PublishedIdAsync(string domain, CancellationToken cancellation)
    {
        try
        {
            using var resolver = _startLookup(cancellation);
            var texts = await new DnsRecordLookup(resolver).TextAsync(MtaStsPolicy.QueryName(domain)).ConfigureAwait(false);
            return MtaStsPolicy.IdAmong(texts.Records, out _);
        }
        catch (MailException)
        {
            return null;
        }
    }

    /// <summary>Fetches a policy and keeps it; null if it cannot be had.</summary>
    private async Task<KeptPolicy?> FetchAsync(string domain, string id, CancellationToken cancellation)
    {
        if (_failed.TryGetValue(domain, out var failed) && failed.Id == id && failed.Until > Clock())
            return null;

        try
        {
            var text = await _source.FetchAsync(domain, cancellation).ConfigureAwait(false);
            var fetched = KeptPolicy.Fetched(id, text, Clock());
            Keep(domain, fetched);
            return fetched;
        }
        catch (MailException e)
        {
            _failed[domain] = (id, Clock() + Pause);
            _warn?.Invoke(
                $"The MTA-STS policy of {domain} cannot be had, so the mail goes as if there were none unless one is kept: {e.Message}");
            return null;
        }
    }

    private void Keep(string domain, KeptPolicy policy)
    {
        try
        {
            _cache.Keep(domain, policy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn?.Invoke($"The MTA-STS policy of {domain} is not kept: {e.Message}");
        }
    }
}
