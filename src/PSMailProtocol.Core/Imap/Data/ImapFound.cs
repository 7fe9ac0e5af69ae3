using System.Collections.Generic;

namespace PSMailProtocol.Imap;

/// <summary>What SEARCH or ESEARCH found (RFC 9051 sections 7.3.4 and 7.3.5).</summary>
/// <param name="Uids">The UIDs, or numbers, in the order of the server.</param>
/// <param name="Tag">The tag of the command that ESEARCH answers; null where the server does not say.</param>
internal sealed record ImapFound(List<long> Uids, string? Tag);
