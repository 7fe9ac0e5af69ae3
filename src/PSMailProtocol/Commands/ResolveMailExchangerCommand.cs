using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Finds the hosts that take mail for a domain, best first.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "MailExchanger")]
[OutputType(typeof(MailExchanger))]
public sealed class ResolveMailExchangerCommand : NetworkCommand
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private DnsResolver? _resolver;

    /// <summary>Domains or addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain", "DomainName", "Address", "EmailAddress")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Name servers to ask in place of this machine's: name or address, perhaps with a port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameServerWords))]
    [Cell(typeof(string[]))]
    public string[]? DnsServer { get; set; }

    /// <summary>Put hosts of equal preference into random order, as senders should.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Seconds for one name, all servers and attempts together.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 30)]
    [ValidateRange(1, 86400)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _resolver = OrTerminate(Resolver, DnsServer);
    }

    /// <summary>Resolve each name; one that fails keeps no other from its turn.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            OrReport(() => Resolve(name), name);
    }

    /// <summary>Answers come on any thread, while the pipeline's waits for the last of them.</summary>
    private protected override void OnPipeline(Action action) => _posted.Enqueue(action);

    private DnsResolver Resolver()
    {
        var options = new DnsResolverOptions { Shuffle = Shuffle, Deadline = TimeSpan.FromSeconds(OperationTimeoutSeconds), Transcript = Transcript() };
        options.AddServers(DnsServer ?? []);
        return new DnsResolver(options);
    }

    private void Resolve(string name)
    {
        using var progress = new StageProgress(this, "Resolving mail exchangers");
        progress.Show(name);
        foreach (var exchanger in Ask(name))
        {
            foreach (var server in DnsServer ?? [])
                UsedServers.Note(UsedServers.Dns, server);
            WriteObject(exchanger);
            foreach (var warning in exchanger.Warnings)
                Streams.Warning(warning);
        }
    }

    private IReadOnlyList<MailExchanger> Ask(string name)
    {
        try
        {
            return _resolver!.ResolveMailExchangers(name, Cancellation);
        }
        finally
        {
            while (_posted.TryDequeue(out var action))
                action();
        }
    }
}
