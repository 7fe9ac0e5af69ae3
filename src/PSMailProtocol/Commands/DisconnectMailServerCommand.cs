using System.Management.Automation;
using PSMailProtocol.Completion;

namespace PSMailProtocol.Commands;

/// <summary>Ends sessions.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "MailServer")]
public sealed class DisconnectMailServerCommand : NetworkCommand
{
    /// <summary>The sessions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public MailSession[] Session { get; set; } = [];

    /// <summary>End each. One that is ended already stays so.</summary>
    protected override void ProcessRecord()
    {
        foreach (var session in Session)
            OrReport(() => session.Close(Transcript()), session);
    }
}
