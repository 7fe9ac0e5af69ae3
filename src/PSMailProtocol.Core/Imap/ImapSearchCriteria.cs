using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>Which messages to find (RFC 9051 section 6.4.4); all conditions that are set have to hold.</summary>
public sealed class ImapSearchCriteria
{
    /// <summary>Only these UIDs and no others, or null for all.</summary>
    public IReadOnlyList<long>? Uids { get; init; }

    /// <summary>Texts of which one stands within the From header.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Texts of which one stands within the To header.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Texts of which one stands within the Cc header.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>Texts of which one stands within the subject.</summary>
    public IReadOnlyList<string> Subject { get; init; } = [];

    /// <summary>Texts of which one stands within the body.</summary>
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>Texts of which one stands anywhere.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Arrived on this day or later, by the server's own calendar; the time of day is not looked at.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Arrived before this day.</summary>
    public DateTime? Before { get; init; }

    /// <summary>True for seen messages only, false for unseen ones only, null for both.</summary>
    public bool? Seen { get; init; }

    /// <summary>Dated on this day or later, by the Date field; the time of day and its zone are not looked at.</summary>
    public DateTime? SentSince { get; init; }

    /// <summary>Dated before this day, by the Date field.</summary>
    public DateTime? SentBefore { get; init; }

    /// <summary>True for messages that are marked as important only, false for others only, null for both.</summary>
    public bool? Flagged { get; init; }

    /// <summary>True for answered messages only, false for others only, null for both.</summary>
    public bool? Answered { get; init; }

    /// <summary>True for drafts only, false for others only, null for both.</summary>
    public bool? Draft { get; init; }

    /// <summary>True for messages that are marked as deleted only, false for others only, null for both.</summary>
    public bool? Deleted { get; init; }

    /// <summary>Keywords that a message has to have, all of them.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Texts within header fields, by the fields' names; an empty text finds every message that has the field.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Header { get; init; } = [];

    /// <summary>Changed after this modification sequence (CONDSTORE, RFC 7162).</summary>
    public long? ChangedSince { get; init; }

    /// <summary>A search in the words of Gmail (X-GM-RAW), for servers that offer X-GM-EXT-1.</summary>
    public string? GmailQuery { get; init; }

    /// <summary>Larger than so many octets.</summary>
    public long? LargerThan { get; init; }

    /// <summary>Smaller than so many octets.</summary>
    public long? SmallerThan { get; init; }

    /// <summary>Search keys in the protocol's own words, added as they are.</summary>
    public string? Raw { get; init; }

    private (string Key, IReadOnlyList<string> Values)[] Texts =>
        [(nameof(From), From), (nameof(To), To), (nameof(Cc), Cc), (nameof(Subject), Subject), (nameof(Body), Body), (nameof(Text), Text)];

    /// <summary>Whether nothing but UIDs is asked for.</summary>
    internal bool IsByUidAlone => Uids is { Count: > 0 } && !HasKeys;

    /// <summary>Whether anything but UIDs is asked for.</summary>
    private bool HasKeys =>
        Keys().Any() || Texts.Any(text => text.Values.Count > 0) || Header.Count + Keywords.Count > 0 || GmailQuery is not null
            || !string.IsNullOrWhiteSpace(Raw);

    /// <summary>Whether text beyond ASCII is sought, for which a server has to know a charset.</summary>
    internal bool NeedsCharset =>
        Texts.SelectMany(text => text.Values).Concat(Header.Select(header => header.Value)).Any(text => text.Any(IsEightBit))
            || GmailQuery?.Any(IsEightBit) == true || Raw?.Any(IsEightBit) == true;

    /// <summary>
    /// Writes the criteria without the UIDs: some servers take those of a search for numbers. CHARSET goes only where it is needed, since
    /// some servers know none, and never where strings are UTF-8 anyway (RFC 6855 section 3).
    /// </summary>
    /// <param name="writer">The command.</param>
    /// <param name="namesCharset">Whether CHARSET is given where it is needed.</param>
    internal void Write(ImapWriter writer, bool namesCharset)
    {
        if (namesCharset && NeedsCharset && !writer.IsUtf8
            && Raw?.TrimStart().StartsWith("CHARSET", StringComparison.OrdinalIgnoreCase) != true)
            writer.Words("CHARSET UTF-8");

        // What was written by hand comes first, as it may begin with a charset of its own.
        if (!string.IsNullOrWhiteSpace(Raw))
        {
            if (ImapQuotedText.EndsInLiteral(Raw!))
                throw new MailArgumentException(MailErrors.InvalidWireText, nameof(Raw),
                    "ends in the mark of a literal, for which the server would take the next command.");
            writer.Keys(Raw!, nameof(Raw));
        }

        foreach (var key in Keys())
            writer.Words(key);
        foreach (var keyword in Keywords)
            writer.Words("KEYWORD").Atom(keyword, nameof(Keywords));
        foreach (var (key, values) in Texts)
            WriteAny(writer, key, values, 0, values.Count);
        foreach (var field in Header)
            writer.Words("HEADER").String(field.Key, nameof(Header)).String(field.Value, nameof(Header));
        if (GmailQuery is not null)
            writer.Words("X-GM-RAW").String(GmailQuery, nameof(GmailQuery));
        if (!HasKeys)
            writer.Words("ALL");
    }

    /// <summary>OR takes two keys, so several are halved until there are two; that nests least.</summary>
    private static void WriteAny(ImapWriter writer, string key, IReadOnlyList<string> values, int first, int count)
    {
        if (count > 1)
        {
            writer.Words("OR");
            WriteAny(writer, key, values, first, count / 2);
            WriteAny(writer, key, values, first + (count / 2), count - (count / 2));
        }
        else if (count == 1)
        {
            writer.Words(key.ToUpperInvariant()).String(values[first], key);
        }
    }

    private static bool IsEightBit(char c) => c > '\x7f';

    private IEnumerable<string> Keys()
    {
        if (Since is { } since)
            yield return "SINCE " + Day(since);
        if (Before is { } before)
            yield return "BEFORE " + Day(before);
        if (SentSince is { } sentSince)
            yield return "SENTSINCE " + Day(sentSince);
        if (SentBefore is { } sentBefore)
            yield return "SENTBEFORE " + Day(sentBefore);
        if (Seen is { } seen)
            yield return Flag(seen, "SEEN");
        if (Flagged is { } flagged)
            yield return Flag(flagged, "FLAGGED");
        if (Answered is { } answered)
            yield return Flag(answered, "ANSWERED");
        if (Draft is { } draft)
            yield return Flag(draft, "DRAFT");
        if (Deleted is { } deleted)
            yield return Flag(deleted, "DELETED");
        if (LargerThan is { } larger)
            yield return "LARGER " + larger.ToString(CultureInfo.InvariantCulture);
        if (SmallerThan is { } smaller)
            yield return "SMALLER " + smaller.ToString(CultureInfo.InvariantCulture);
        if (ChangedSince is { } sequence)
            yield return "MODSEQ " + (sequence + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static string Flag(bool isSet, string flag) => isSet ? flag : "UN" + flag;

    /// <summary>date: <c>1-Feb-2026</c>.</summary>
    private static string Day(DateTime date) => date.ToString("d-MMM-yyyy", CultureInfo.InvariantCulture);
}
