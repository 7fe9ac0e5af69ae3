using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>ENABLE (RFC 9051 section 6.3.1).</summary>
internal sealed class ImapEnableCommand(string extensions) : ImapCommand<IReadOnlyList<string>>
{
    private readonly List<string> _enabled = [];

    public override string Name => "ENABLE";

    public override void Write(ImapWriter writer) => writer.Words(Name).Words(extensions);

    public override bool Take(object response)
    {
        if (response is not ImapEnabled enabled)
            return false;

        _enabled.AddRange(enabled.Names);
        return true;
    }

    /// <summary>What is switched on; a server that refuses has switched on nothing.</summary>
    public override IReadOnlyList<string> End(ImapStatus completion) => completion.IsOk ? _enabled : [];
}
