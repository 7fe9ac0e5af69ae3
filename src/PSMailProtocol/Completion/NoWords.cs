using System.Collections.Generic;

namespace PSMailProtocol.Completion;

/// <summary>Offers nothing, for a parameter of which nothing is known and that names no file.</summary>
internal sealed class NoWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) => [];
}
