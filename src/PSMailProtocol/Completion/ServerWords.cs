using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Completion;

/// <summary>Offers the servers to which this session was connected: those of the command's protocol first, the newest first.</summary>
internal sealed class ServerWords : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command)
    {
        var protocol = CommandProtocol.Of(command);
        return UsedServers.Newest()
            .Where(server => server.Protocol != UsedServers.Dns)
            .OrderByDescending(server => string.Equals(server.Protocol, protocol, StringComparison.OrdinalIgnoreCase))
            .Select(server => server.Host)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(host => (host, $"{host}: used in this session"));
    }
}
