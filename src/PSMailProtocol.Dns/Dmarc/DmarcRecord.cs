using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Dns.Records;

namespace PSMailProtocol.Dns.Dmarc;

/// <summary>A DMARC policy record (RFC 9989 section 4.7). What is malformed in it counts as not there, and is listed.</summary>
internal sealed class DmarcRecord
{
    private const string Version = "DMARC1";

    private static readonly string[] Known = ["v", "p", "sp", "np", "psd", "adkim", "aspf", "rua", "ruf", "fo", "t"];
    private static readonly string[] Removed = ["pct", "rf", "ri"];
    private static readonly string[] FailureOptions = ["0", "1", "d", "s"];

    private readonly List<string> _faults = [];
    private bool _hasInvalidPolicy;

    private DmarcRecord(string text, TagList tags)
    {
        Text = text;
        Policy = ReadPolicy(tags, "p");
        SubdomainPolicy = ReadPolicy(tags, "sp");
        NonexistentPolicy = ReadPolicy(tags, "np");
        PublicSuffix = ReadWord(tags, "psd", "u", "y", "n") switch
        {
            "y" => DmarcPublicSuffix.Yes,
            "n" => DmarcPublicSuffix.No,
            _ => DmarcPublicSuffix.Unknown,
        };
        IsDkimStrict = ReadWord(tags, "adkim", "r", "s") == "s";
        IsSpfStrict = ReadWord(tags, "aspf", "r", "s") == "s";
        IsTest = ReadWord(tags, "t", "n", "y") == "y";
        AggregateReports = ReadAddresses(tags, "rua");
        FailureReports = ReadAddresses(tags, "ruf");
        Percentage = tags["pct"];
        ReadFailureOptions(tags);
        NoteRest(tags);
    }

    internal string Text { get; }

    /// <summary>p=, or null if there is none that is valid.</summary>
    internal DmarcPolicy? Policy { get; }

    /// <summary>sp=, for subdomains.</summary>
    internal DmarcPolicy? SubdomainPolicy { get; }

    /// <summary>np=, for subdomains that do not exist.</summary>
    internal DmarcPolicy? NonexistentPolicy { get; }

    internal DmarcPublicSuffix PublicSuffix { get; }

    /// <summary>adkim=s: only the very domain is aligned.</summary>
    internal bool IsDkimStrict { get; }

    /// <summary>aspf=s.</summary>
    internal bool IsSpfStrict { get; }

    /// <summary>t=y: receivers are asked for one step less than the policy says.</summary>
    internal bool IsTest { get; }

    /// <summary>rua=, those that are URIs.</summary>
    internal IReadOnlyList<string> AggregateReports { get; }

    /// <summary>ruf=, those that are URIs.</summary>
    internal IReadOnlyList<string> FailureReports { get; }

    /// <summary>pct=, which RFC 9989 no longer has; older receivers may heed it.</summary>
    internal string? Percentage { get; }

    /// <summary>What is wrong or out of use in it, in sentences.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>
    /// Whether receivers apply it (section 4.10.1): one whose p=, sp= or np= is invalid, or that has no p=, counts as p=none if it
    /// has an address for reports, and else not at all. A record without p= that is otherwise right counts as p=none too (section 4.7).
    /// </summary>
    internal bool IsApplied => !_hasInvalidPolicy || AggregateReports.Count > 0;

    /// <summary>Whether a text is such a record: its first tag is the version, exactly.</summary>
    internal static bool IsRecord(string text) => TagList.HasVersion(text, Version);

    /// <param name="text">A text of which <see cref="IsRecord"/> holds.</param>
    internal static DmarcRecord Parse(string text) => new(text, TagList.Parse(text));

    /// <summary>What the record asks for a name: the domain itself, a subdomain, or one that does not exist.</summary>
    internal DmarcPolicy PolicyFor(bool isSubdomain, bool exists)
    {
        if (_hasInvalidPolicy)
            return DmarcPolicy.None;
        if (!isSubdomain)
            return Policy ?? DmarcPolicy.None;

        var forSubdomains = SubdomainPolicy ?? Policy ?? DmarcPolicy.None;
        return exists ? forSubdomains : NonexistentPolicy ?? forSubdomains;
    }

    private DmarcPolicy? ReadPolicy(TagList tags, string name)
    {
        switch (tags[name]?.ToLowerInvariant())
        {
            case null:
                return null;
            case "none":
                return DmarcPolicy.None;
            case "quarantine":
                return DmarcPolicy.Quarantine;
            case "reject":
                return DmarcPolicy.Reject;
            default:
                _hasInvalidPolicy = true;
                AddFault($"{name}= is none of none, quarantine and reject.");
                return null;
        }
    }

    private string ReadWord(TagList tags, string name, string byDefault, params string[] others)
    {
        var value = tags[name]?.ToLowerInvariant() ?? byDefault;
        if (value == byDefault || others.Contains(value))
            return value;

        AddFault($"{name}= is none of {byDefault}, {string.Join(", ", others)} and counts as {byDefault}.");
        return byDefault;
    }

    private List<string> ReadAddresses(TagList tags, string name)
    {
        var valid = new List<string>();
        foreach (var address in tags[name]?.Split(',') ?? [])
        {
            var trimmed = address.Trim();

            // The size that RFC 7489 allowed behind an exclamation mark is to be passed over.
            var mark = trimmed.IndexOf('!');
            var uri = mark < 0 ? trimmed : trimmed.Substring(0, mark);
            if (mark >= 0)
                AddFault($"{name}= limits the size of reports by an exclamation mark, which RFC 9989 no longer has.");

            if (ReportDestination.IsUri(uri))
                valid.Add(uri);
            else
                AddFault($"{name}= has an address that is no URI, such as mailto:reports@example.com.");
        }

        return valid;
    }

    private void ReadFailureOptions(TagList tags)
    {
        if (tags["fo"] is not { } options)
            return;
        if (options.Split(':').Any(option => !FailureOptions.Contains(option.Trim().ToLowerInvariant())))
            AddFault("fo= has an option that is none of 0, 1, d and s.");
        if (FailureReports.Count == 0)
            AddFault("fo= says nothing without ruf=.");
    }

    private void AddFault(string fault)
    {
        if (!_faults.Contains(fault))
            _faults.Add(fault);
    }

    private void NoteRest(TagList tags)
    {
        if (tags["p"] is null)
            AddFault("p= is missing and counts as none.");
        if (tags.HasDuplicates)
            AddFault("A tag stands in it twice; the first counts.");
        if (tags.HasFaults)
            AddFault("A part of it is no tag with a value and is passed over.");
        foreach (var name in tags.Names)
        {
            if (Removed.Contains(name, StringComparer.OrdinalIgnoreCase))
                AddFault($"{name}= is no longer in use (RFC 9989).");
            else if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                AddFault("It has a tag that is unknown and passed over.");
        }
    }
}
