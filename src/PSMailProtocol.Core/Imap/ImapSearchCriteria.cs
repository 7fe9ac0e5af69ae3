using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>Which messages to find (RFC 9051 section 6.4.4); all conditions that are set have to hold.</summary>
public sealed class ImapSearchCriteria
{
    /// <summary>Only these UIDs, or null for all.</summary>
    public IReadOnlyList<long>? Uids { get; init; }

    /// <summary>Text within the From header.</summary>
    public string? From { get; init; }

    /// <summary>Text within the To header.</summary>
    public string? To { get; init; }

    /// <summary>Text within the Cc header.</summary>
    public string? Cc { get; init; }

    /// <summary>Text within the subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Text within the body.</summary>
    public string? Body { get; init; }

    /// <summary>Text anywhere.</summary>
    public string? Text { get; init; }

    /// <summary>Arrived on this day or later, by the server's own calendar; the time of day is not looked at.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Arrived before this day.</summary>
    public DateTime? Before { get; init; }

    /// <summary>True for seen messages only, false for unseen ones only, null for both.</summary>
    public bool? Seen { get; init; }

    /// <summary>Larger than so many octets.</summary>
    public long? LargerThan { get; init; }

    /// <summary>Smaller than so many octets.</summary>
    public long? SmallerThan { get; init; }

    /// <summary>Search keys in the protocol's own words, added as they are.</summary>
    public string? Raw { get; init; }

    private IEnumerable<KeyValuePair<string, string>> Texts =>
        new (string Key, string? Value)[] { (nameof(From), From), (nameof(To), To), (nameof(Cc), Cc), (nameof(Subject), Subject), (nameof(Body), Body), (nameof(Text), Text) }
            .Where(text => text.Value is not null)
            .Select(text => new KeyValuePair<string, string>(text.Key, text.Value!));

    /// <summary>Adds the criteria to a command. CHARSET only where it is needed, since some servers know none.</summary>
    internal void AddTo(ImapCommand command)
    {
        if (Texts.Any(text => text.Value.Any(c => c > '\x7f')))
            command.Atom("CHARSET UTF-8");

        var hasKeys = false;
        foreach (var key in Keys())
        {
            command.Atom(key, nameof(Raw));
            hasKeys = true;
        }

        foreach (var text in Texts)
        {
            command.Atom(text.Key.ToUpperInvariant()).String(text.Value, text.Key);
            hasKeys = true;
        }

        if (!hasKeys)
            command.Atom("ALL");
    }

    private IEnumerable<string> Keys()
    {
        if (Uids is { Count: > 0 })
            yield return "UID " + ImapUidSet.Format(Uids);
        if (Since is { } since)
            yield return "SINCE " + Day(since);
        if (Before is { } before)
            yield return "BEFORE " + Day(before);
        if (Seen is { } seen)
            yield return seen ? "SEEN" : "UNSEEN";
        if (LargerThan is { } larger)
            yield return "LARGER " + larger.ToString(CultureInfo.InvariantCulture);
        if (SmallerThan is { } smaller)
            yield return "SMALLER " + smaller.ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrWhiteSpace(Raw))
            yield return Raw!;
    }

    /// <summary>date: <c>1-Feb-2026</c>.</summary>
    private static string Day(DateTime date) => date.ToString("d-MMM-yyyy", CultureInfo.InvariantCulture);
}
