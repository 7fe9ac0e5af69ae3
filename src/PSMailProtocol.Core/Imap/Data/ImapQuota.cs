using System.Collections.Generic;

namespace PSMailProtocol.Imap;

/// <summary>A resource of a quota (RFC 9208 section 5): STORAGE is in units of 1,024 octets, MESSAGE in messages.</summary>
/// <param name="Name">The resource in capitals.</param>
/// <param name="Usage">How much is used.</param>
/// <param name="Limit">How much there may be.</param>
public sealed record ImapQuotaResource(string Name, long Usage, long Limit);

/// <summary>What a quota root allows (RFC 9208 section 4.2).</summary>
/// <param name="Root">The name of the root; may be empty.</param>
/// <param name="Resources">What is limited.</param>
public sealed record ImapQuota(string Root, IReadOnlyList<ImapQuotaResource> Resources);
