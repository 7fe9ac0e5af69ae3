using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns.Spf;

/// <summary>
/// <c>check_host()</c> of RFC 7208 section 4. One object, one check. An include within an include is a call within a call; each costs
/// one of ten lookups, so that these bound the depth as well.
/// </summary>
internal sealed class SpfEvaluation
{
    /// <summary>Terms with a lookup in one check (section 4.6.4).</summary>
    internal const int MaximumLookups = 10;

    /// <summary>Terms whose lookup finds nothing.</summary>
    internal const int MaximumVoidLookups = 2;

    /// <summary>Exchangers of an mx, and names of an address.</summary>
    private const int MaximumNames = 10;

    private readonly IRecordLookup _records;
    private readonly SpfQuestion _question;
    private readonly SpfMacroExpansion _macros;
    private IReadOnlyList<string>? _validatedNames;
    private string? _record;
    private int _lookups;
    private int _voidLookups;

    private SpfEvaluation(IRecordLookup records, SpfQuestion question)
    {
        _records = records;
        _question = question;
        _macros = new SpfMacroExpansion(question, ValidatedNameAsync);
    }

    /// <summary>Checks whether the address may send for the sender's domain.</summary>
    /// <exception cref="OperationCanceledException">The token of the lookup was cancelled.</exception>
    internal static async Task<SpfOutcome> CheckAsync(IRecordLookup records, SpfQuestion question)
    {
        var evaluation = new SpfEvaluation(records, question);
        try
        {
            var decision = await evaluation.CheckHostAsync(question.Domain).ConfigureAwait(false);
            return evaluation.Outcome(decision, await evaluation.ExplainAsync(decision).ConfigureAwait(false));
        }
        catch (SpfErrorException failure)
        {
            return evaluation.Outcome(new Decision(failure.Result, failure.Domain, failure.Term) { Problem = failure.Message }, null);
        }
    }

    private SpfOutcome Outcome(Decision decision, string? explanation) => new(decision.Result)
    {
        Domain = _question.Domain,
        Record = _record,
        Term = decision.Term,
        TermDomain = decision.Domain,
        Problem = decision.Problem,
        Explanation = explanation,
        Lookups = _lookups,
        VoidLookups = _voidLookups,
    };

    private async Task<Decision> CheckHostAsync(string domain)
    {
        if (await FindRecordAsync(domain).ConfigureAwait(false) is not { } record)
            return new Decision(SpfResult.None, domain, null);

        while (true)
        {
            foreach (var mechanism in record.Mechanisms)
            {
                if (await MatchesAsync(mechanism, domain).ConfigureAwait(false))
                    return new Decision(mechanism.Qualifier, domain, mechanism.Text) { Explanation = record.Explanation };
            }

            if (record.Redirect is null)
                return new Decision(SpfResult.Neutral, domain, null);

            CountLookup(record.Redirect, domain);
            var target = await _macros.DomainAsync(record.Redirect.Value, domain).ConfigureAwait(false);
            record = await FindRecordAsync(target).ConfigureAwait(false)
                ?? throw Permanent(record.Redirect, domain, $"{target} has no SPF record (section 6.1)");
            domain = target;
        }
    }

    /// <summary>The one record of a domain, or null (sections 4.3 to 4.5).</summary>
    private async Task<SpfRecord?> FindRecordAsync(string domain)
    {
        if (!IsDomain(domain))
            return null;

        IReadOnlyList<string> found;
        try
        {
            found = SpfRecord.Among((await _records.TextAsync(domain).ConfigureAwait(false)).Records);
        }
        catch (MailException failure)
        {
            throw new SpfErrorException(SpfResult.TempError, domain, null, failure.Message);
        }

        if (found.Count > 0)
            _record ??= found[0];
        if (found.Count > 1)
            throw new SpfErrorException(SpfResult.PermError, domain, null, $"{domain} has {found.Count} SPF records (section 4.5)");

        try
        {
            return found.Count == 0 ? null : SpfRecord.Parse(found[0]);
        }
        catch (SpfSyntaxException failure)
        {
            throw new SpfErrorException(SpfResult.PermError, domain, null, WireText.Excerpt(failure.Message));
        }
    }

    // Section 4.3: a name of one label or an unusual one is none to look at.
    private static bool IsDomain(string domain)
    {
        var name = domain.EndsWith(".", StringComparison.Ordinal) ? domain.Substring(0, domain.Length - 1) : domain;
        return name.IndexOf('.') > 0 && DomainName.IsHostName(name);
    }

    private async Task<bool> MatchesAsync(SpfMechanism mechanism, string domain)
    {
        if (mechanism.NeedsLookup)
            CountLookup(mechanism, domain);

        try
        {
            var target = mechanism.Domain is null ? domain : await _macros.DomainAsync(mechanism.Domain, domain).ConfigureAwait(false);
            return mechanism.Kind switch
            {
                SpfMechanismKind.All => true,
                SpfMechanismKind.Include => await IncludesAsync(mechanism, target, domain).ConfigureAwait(false),
                SpfMechanismKind.A => await HasAddressAsync(mechanism, target, domain).ConfigureAwait(false),
                SpfMechanismKind.Mx => await IsExchangerAsync(mechanism, target, domain).ConfigureAwait(false),
                SpfMechanismKind.Ptr => (await ValidatedNamesAsync().ConfigureAwait(false)).Any(name => DomainName.IsWithin(name, target)),
                SpfMechanismKind.Exists => await ExistsAsync(mechanism, target, domain).ConfigureAwait(false),
                _ => Contains(mechanism, mechanism.Network!),
            };
        }
        catch (MailException failure)
        {
            throw new SpfErrorException(SpfResult.TempError, domain, mechanism.Text, failure.Message);
        }
    }

    // Section 5.2: whether that domain's record gives a pass.
    private async Task<bool> IncludesAsync(SpfMechanism mechanism, string target, string domain)
    {
        var decision = await CheckHostAsync(target).ConfigureAwait(false);
        if (decision.Result == SpfResult.None)
            throw Permanent(mechanism, domain, $"{target} has no SPF record (section 5.2)");
        return decision.Result == SpfResult.Pass;
    }

    private async Task<bool> HasAddressAsync(SpfMechanism mechanism, string target, string domain)
    {
        var addresses = await AddressesAsync(target).ConfigureAwait(false);
        CountVoid(addresses.Count, mechanism, domain);
        return addresses.Any(address => Contains(mechanism, address));
    }

    private async Task<bool> IsExchangerAsync(SpfMechanism mechanism, string target, string domain)
    {
        var exchangers = DomainName.HasLegalLabels(target) ? (await _records.ExchangersAsync(target).ConfigureAwait(false)).Records : [];
        CountVoid(exchangers.Count, mechanism, domain);
        if (exchangers.Count > MaximumNames)
            throw Permanent(mechanism, domain, $"{target} has {exchangers.Count} exchangers, more than {MaximumNames} (section 4.6.4)");

        foreach (var exchanger in exchangers)
        {
            if ((await AddressesAsync(exchanger).ConfigureAwait(false)).Any(address => Contains(mechanism, address)))
                return true;
        }

        return false;
    }

    // Section 5.7: an A record, whatever the client's family is.
    private async Task<bool> ExistsAsync(SpfMechanism mechanism, string target, string domain)
    {
        var found = DomainName.HasLegalLabels(target)
            ? (await _records.AddressesAsync(target, AddressFamily.InterNetwork).ConfigureAwait(false)).Records.Count
            : 0;
        CountVoid(found, mechanism, domain);
        return found > 0;
    }

    private bool Contains(SpfMechanism mechanism, IPAddress network) => SpfNetwork.Contains(
        network, network.AddressFamily == AddressFamily.InterNetwork ? mechanism.Prefix4 : mechanism.Prefix6, _question.Address);

    // A name that DNS cannot have is one that does not exist; sections 4.3 and 4.8 leave that open.
    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name) =>
        DomainName.HasLegalLabels(name)
            ? (await _records.AddressesAsync(name, _question.Address.AddressFamily).ConfigureAwait(false)).Records
            : [];

    /// <summary>
    /// The names of the client's address that lead back to it, at most ten (section 5.5). What goes wrong here matches nothing.
    /// </summary>
    private async Task<IReadOnlyList<string>> ValidatedNamesAsync() =>
        _validatedNames ??= (await ReverseNames.FindAsync(_records, _question.Address, MaximumNames).ConfigureAwait(false)).Confirmed;

    // Section 7.3: the domain itself, else a name within it, else any.
    private async Task<string> ValidatedNameAsync(string domain)
    {
        var names = await ValidatedNamesAsync().ConfigureAwait(false);
        return names.FirstOrDefault(name => DomainName.Comparer.Equals(name, domain))
            ?? names.FirstOrDefault(name => DomainName.IsWithin(name, domain))
            ?? (names.Count > 0 ? names[0] : "unknown");
    }

    /// <summary>
    /// The explanation of a fail, from the record that decided (section 6.2). Whatever is wrong with it leaves the result as it is.
    /// </summary>
    private async Task<string?> ExplainAsync(Decision decision)
    {
        if (decision.Result != SpfResult.Fail || decision.Explanation is null)
            return null;

        try
        {
            var name = await _macros.DomainAsync(decision.Explanation.Value, decision.Domain).ConfigureAwait(false);
            var texts = DomainName.HasLegalLabels(name) ? (await _records.TextAsync(name).ConfigureAwait(false)).Records : [];
            return texts.Count == 1
                ? await _macros.ExplanationAsync(SpfMacroString.ParseExplanation(texts[0]), decision.Domain).ConfigureAwait(false)
                : null;
        }
        catch (Exception failure) when (failure is MailException or SpfSyntaxException)
        {
            return null;
        }
    }

    private void CountLookup(SpfTerm term, string domain)
    {
        if (++_lookups > MaximumLookups)
            throw Permanent(term, domain, $"it would need more than {MaximumLookups} lookups (section 4.6.4)");
    }

    private void CountVoid(int found, SpfTerm term, string domain)
    {
        if (found == 0 && ++_voidLookups > MaximumVoidLookups)
            throw Permanent(term, domain, $"more than {MaximumVoidLookups} lookups found nothing (section 4.6.4)");
    }

    private static SpfErrorException Permanent(SpfTerm term, string domain, string problem) =>
        new(SpfResult.PermError, domain, term.Text, problem);

    /// <summary>A result and what made it.</summary>
    private sealed class Decision
    {
        internal Decision(SpfResult result, string domain, string? term)
        {
            Result = result;
            Domain = domain;
            Term = term;
        }

        internal SpfResult Result { get; }

        internal string Domain { get; }

        internal string? Term { get; }

        internal SpfModifier? Explanation { get; init; }

        internal string? Problem { get; init; }
    }

    /// <summary>Ends a check with an error at any depth.</summary>
    private sealed class SpfErrorException : Exception
    {
        internal SpfErrorException(SpfResult result, string domain, string? term, string problem)
            : base(problem)
        {
            Result = result;
            Domain = domain;
            Term = term;
        }

        internal SpfResult Result { get; }

        internal string Domain { get; }

        internal string? Term { get; }
    }
}
