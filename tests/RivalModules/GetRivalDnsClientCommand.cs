using System.Management.Automation;
using DnsClient;

namespace RivalModule;

/// <summary>Shows which DnsClient this module got.</summary>
[Cmdlet(VerbsCommon.Get, "RivalDnsClient")]
[OutputType(typeof(string))]
public sealed class GetRivalDnsClientCommand : Cmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(typeof(LookupClient).Assembly);
}
