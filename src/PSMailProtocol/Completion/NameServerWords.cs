using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Completion;

/// <summary>Offers the name servers that were given and asked in this session, the newest first.</summary>
internal sealed class NameServerWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) =>
        UsedServers.Newest().Where(server => server.Protocol == UsedServers.Dns)
            .Select(server => (server.Host, $"{server.Host}: used in this session"));
}
