using System.Collections.Generic;

namespace PSMailProtocol.Completion;

/// <summary>Offers the one mailbox that every account has (RFC 9051 section 5.1).</summary>
internal sealed class MailboxWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) => [("INBOX", "INBOX: where mail arrives")];
}
