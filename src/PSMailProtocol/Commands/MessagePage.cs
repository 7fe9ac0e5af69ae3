using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Commands;

/// <summary>Which of the chosen messages are wanted.</summary>
/// <param name="Skip">How many are passed over.</param>
/// <param name="First">How many are wanted at the most.</param>
/// <param name="Last">How many from the end are wanted; null to begin with the first.</param>
internal sealed record MessagePage(int Skip = 0, int First = int.MaxValue, int? Last = null)
{
    /// <summary>Takes those of a list.</summary>
    public IEnumerable<T> Of<T>(IReadOnlyList<T> messages) => Last is { } last
        ? messages.Take(Math.Max(0, messages.Count - Skip)).Skip(Math.Max(0, messages.Count - Skip - last))
        : messages.Skip(Skip).Take(First);
}
