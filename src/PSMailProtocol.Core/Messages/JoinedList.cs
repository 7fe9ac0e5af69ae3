using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace PSMailProtocol.Messages;

/// <summary>A list whose text is that of its values, with semicolons between them, as a cell of a table holds it.</summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class JoinedList<T> : ReadOnlyCollection<T>
{
    /// <summary>Takes values, which are not copied where they are a list already.</summary>
    /// <param name="values">The values.</param>
    public JoinedList(IEnumerable<T> values)
        : base(values as IList<T> ?? [.. values])
    {
    }

    /// <summary>The values as text.</summary>
    public override string ToString() => string.Join("; ", this);
}
