using System.Collections.Generic;

namespace PSMailProtocol.Completion;

/// <summary>Offers the flags of the protocol (RFC 9051 section 2.3.2).</summary>
internal sealed class FlagWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) =>
    [
        ("Seen", "Seen: it was read"), ("Answered", "Answered: it was answered"), ("Flagged", "Flagged: it matters"),
        ("Draft", "Draft: it is not finished"),
        ("Deleted", "Deleted: it is to be removed"),
    ];
}
