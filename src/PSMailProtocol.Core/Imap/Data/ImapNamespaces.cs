using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>A place where mailboxes are (RFC 9051 section 6.3.10).</summary>
/// <param name="Prefix">What the names there begin with; may be empty.</param>
/// <param name="Delimiter">What stands between the levels of a name; null where there are none.</param>
public sealed record ImapNamespace(string Prefix, char? Delimiter)
{
    /// <summary>Reads one of the three lists; NIL has none, and an empty string is no delimiter.</summary>
    internal static IReadOnlyList<ImapNamespace> ReadList(ImapValue? list, bool isUtf8) => list is null ? [] : [.. list.Items
        .Where(item => item[0].Text is not null)
        .Select(item => new ImapNamespace(
            isUtf8 ? item[0].Text! : ModifiedUtf7.Decode(item[0].Text!), item[1].Text is { Length: > 0 } text ? text[0] : null))];
}

/// <summary>Where mailboxes are.</summary>
/// <param name="Personal">The user's own.</param>
/// <param name="Others">Those of other users.</param>
/// <param name="Shared">Those of all.</param>
public sealed record ImapNamespaces(IReadOnlyList<ImapNamespace> Personal, IReadOnlyList<ImapNamespace> Others,
    IReadOnlyList<ImapNamespace> Shared);
