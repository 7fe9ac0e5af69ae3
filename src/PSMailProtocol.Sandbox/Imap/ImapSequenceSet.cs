using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A set of message numbers or UIDs (RFC 3501 section 9, <c>sequence-set</c>); its asterisk is the largest one in use.</summary>
internal sealed class ImapSequenceSet
{
    /// <summary>What stands for the asterisk until it is known.</summary>
    public const uint Largest = uint.MaxValue;

    private readonly IReadOnlyList<(uint First, uint Last)> _ranges;

    public ImapSequenceSet(IReadOnlyList<(uint First, uint Last)> ranges) => _ranges = ranges;

    /// <summary>Whether it holds a number, where <paramref name="largest"/> is the largest in use.</summary>
    public bool Contains(uint number, uint largest) => _ranges.Any(r =>
    {
        // The ends of a range may stand in either order.
        var first = r.First == Largest ? largest : r.First;
        var last = r.Last == Largest ? largest : r.Last;
        return number >= Math.Min(first, last) && number <= Math.Max(first, last);
    });

    /// <summary>Whether it names a number beyond the largest in use.</summary>
    public bool Exceeds(uint largest) => _ranges.Any(r => largest == 0 || IsBeyond(r.First, largest) || IsBeyond(r.Last, largest));

    private static bool IsBeyond(uint end, uint largest) => end != Largest && end > largest;
}
