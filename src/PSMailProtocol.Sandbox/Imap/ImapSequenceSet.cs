using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A set of message numbers or UIDs (RFC 3501 section 9, <c>sequence-set</c>); its asterisk is the largest one in use.</summary>
internal sealed class ImapSequenceSet
{
    /// <summary>What stands for the asterisk until it is known.</summary>
    public const uint Largest = uint.MaxValue;

    /// <summary>What stands for the result of the last SEARCH that saved it (RFC 5182 section 2.1).</summary>
    public static readonly ImapSequenceSet Saved = new([]);

    private readonly IReadOnlyList<(uint First, uint Last)> _ranges;

    public ImapSequenceSet(IReadOnlyList<(uint First, uint Last)> ranges) => _ranges = ranges;

    /// <summary>Ascending numbers as a set, neighbours as ranges.</summary>
    public static string Write(IEnumerable<uint> ascending)
    {
        var ranges = new List<(uint First, uint Last)>();
        foreach (var number in ascending)
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1].Last + 1 == number)
                ranges[ranges.Count - 1] = (ranges[ranges.Count - 1].First, number);
            else
                ranges.Add((number, number));
        }

        return string.Join(",", ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}:{r.Last}"));
    }

    /// <summary>Whether it names a number beyond the largest in use.</summary>
    public bool Exceeds(uint largest) => largest == 0 || _ranges.Any(r => IsBeyond(r.First, largest) || IsBeyond(r.Last, largest));

    /// <summary>What of the set is in ascending numbers, in one pass over both however many ranges there are.</summary>
    public IEnumerable<T> Among<T>(IEnumerable<T> ascending, Func<T, uint> numberOf, uint largest)
    {
        var ranges = Sorted(largest);
        var next = 0;
        foreach (var item in ascending)
        {
            var number = numberOf(item);
            while (next < ranges.Count && ranges[next].Last < number)
                next++;
            if (next == ranges.Count)
                yield break;
            if (ranges[next].First <= number)
                yield return item;
        }
    }

    private static bool IsBeyond(uint end, uint largest) => end != Largest && end > largest;

    /// <summary>The ranges with the asterisk resolved, each from its lower end to its upper, the lower ones first.</summary>
    private List<(uint First, uint Last)> Sorted(uint largest)
    {
        var ranges = _ranges
            .Select(r => (First: r.First == Largest ? largest : r.First, Last: r.Last == Largest ? largest : r.Last))
            .Select(r => (First: Math.Min(r.First, r.Last), Last: Math.Max(r.First, r.Last)))
            .ToList();
        ranges.Sort();
        return ranges;
    }
}
