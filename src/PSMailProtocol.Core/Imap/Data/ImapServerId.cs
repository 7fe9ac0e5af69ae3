using System.Collections.Generic;

namespace PSMailProtocol.Imap;

/// <summary>Who the server says it is (RFC 2971): for people alone.</summary>
/// <param name="Fields">Names and values, in the order of the server.</param>
public sealed record ImapServerId(IReadOnlyList<KeyValuePair<string, string?>> Fields);

/// <summary>The extensions that ENABLE switched on (RFC 9051 section 7.2.1).</summary>
/// <param name="Names">Their names.</param>
internal sealed record ImapEnabled(IReadOnlyList<string> Names);
