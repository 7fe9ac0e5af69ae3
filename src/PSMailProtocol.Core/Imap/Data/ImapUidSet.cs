using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>Writes and reads UIDs as a sequence set (RFC 9051 section 9): neighbours as a range, so that a set stays short.</summary>
public static class ImapUidSet
{
    /// <summary>The most UIDs that a set of a server may name. What it was asked about at once is never more.</summary>
    private const int MostRead = 100_000;

    /// <summary>The set of some UIDs, sorted: <c>1:3,7</c>.</summary>
    public static string Format(IEnumerable<long> uids)
    {
        var set = new StringBuilder();
        long first = 0, last = 0;
        foreach (var uid in uids.OrderBy(uid => uid))
        {
            if (set.Length > 0 || first > 0)
            {
                if (uid <= last + 1)
                {
                    last = uid;
                    continue;
                }

                AppendRange(set, first, last);
            }

            first = last = uid;
        }

        if (first > 0)
            AppendRange(set, first, last);
        return set.ToString();
    }

    /// <summary>The set of some UIDs without ranges: <c>1,2,3,7</c>.</summary>
    public static string List(IEnumerable<long> uids) => string.Join(",", uids.Select(uid => uid.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Some UIDs in ascending order, in parts of which none has more than so many characters as a <see cref="List"/>.</summary>
    public static IEnumerable<IReadOnlyList<long>> Split(IEnumerable<long> uids, int longest)
    {
        var part = new List<long>();
        var length = 0;
        foreach (var uid in uids.Distinct().OrderBy(uid => uid))
        {
            var digits = uid.ToString(CultureInfo.InvariantCulture).Length + 1;
            if (length + digits > longest)
            {
                yield return part;
                (part, length) = ([], 0);
            }

            part.Add(uid);
            length += digits;
        }

        if (part.Count > 0)
            yield return part;
    }

    /// <summary>The UIDs of a set in its order; null for what is no set, or names more than anybody asked about.</summary>
    internal static IReadOnlyList<long>? Parse(string set)
    {
        var uids = new List<long>();
        foreach (var range in set.Split(','))
        {
            var colon = range.IndexOf(':');
            var first = ImapValue.ParseNumber(colon < 0 ? range : range.Substring(0, colon));
            var last = colon < 0 ? first : ImapValue.ParseNumber(range.Substring(colon + 1));
            if (first is not > 0 || last is not > 0 || Math.Abs(last.Value - first.Value) >= MostRead - uids.Count)
                return null;

            var (low, high) = (Math.Min(first.Value, last.Value), Math.Max(first.Value, last.Value));
            for (var uid = low; uid <= high; uid++)
                uids.Add(uid);
        }

        return uids;
    }

    private static void AppendRange(StringBuilder set, long first, long last)
    {
        if (set.Length > 0)
            set.Append(',');
        set.Append(first.ToString(CultureInfo.InvariantCulture));
        if (last > first)
            set.Append(':').Append(last.ToString(CultureInfo.InvariantCulture));
    }
}
