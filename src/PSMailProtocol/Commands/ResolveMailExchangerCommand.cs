using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>
/// Finds the hosts that take mail for a domain, best first; many domains at a time, in the order in which they are named.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "MailExchanger")]
[OutputType(typeof(MailExchanger))]
public sealed class ResolveMailExchangerCommand : NameServerCommand
{
    /// <summary>So many names may wait behind one whose answer takes its time.</summary>
    private const int MostWaiting = 10_000;

    private readonly Queue<(string Name, Task<IReadOnlyList<MailExchanger>> Answer)> _lookups = new();
    private readonly List<Task> _underWay = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private CancellationTokenSource? _ending;
    private DnsResolver? _resolver;

    /// <summary>Domains or addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain", "DomainName", "Address", "EmailAddress", "Mail")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]), KeepsEmpty = true)]
    [AllowNull]
    [AllowEmptyString]
    public string?[]? Name { get; set; }

    /// <summary>Put hosts of equal preference into random order, as senders should.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Leave the addresses of the hosts out.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter NoAddress { get; set; }

    /// <summary>At the most so many domains at a time.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 16)]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 16;

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
        _ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
    }

    /// <summary>Ask for each domain once, and emit what is known of the first ones.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name ?? [null])
        {
            Ask(name ?? "");
            while (_lookups.Count > 0 && (_lookups.Count >= MostWaiting || _lookups.Peek().Answer.IsCompleted))
                EmitNext();
        }
    }

    /// <summary>Wait for the rest.</summary>
    protected override void EndProcessing()
    {
        while (_lookups.Count > 0)
            EmitNext();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Who wants no more answers leaves no question open.
            _ending?.Cancel();
            _ending?.Dispose();
        }

        base.Dispose(disposing);
    }

    private DnsResolver Resolver()
    {
        var options = ResolverOptions(OperationTimeoutSeconds);
        options.Shuffle = Shuffle;
        options.SkipAddresses = NoAddress;
        return new DnsResolver(options);
    }

    /// <summary>Begins a lookup. A name that is none has its error when it is its turn.</summary>
    private void Ask(string name)
    {
        try
        {
            var domain = MailDomain.Parse(name);
            if (_seen.Add(domain))
                _lookups.Enqueue((name, LookUp(domain)));
        }
        catch (MailException e)
        {
            _lookups.Enqueue((name, Task.FromException<IReadOnlyList<MailExchanger>>(e)));
        }
    }

    /// <summary>
    /// Begins a lookup as soon as another ends, if as many go on as may. Whichever ends: a name that nobody answers keeps none behind it
    /// waiting.
    /// </summary>
    private Task<IReadOnlyList<MailExchanger>> LookUp(string domain)
    {
        if (_underWay.Count >= ThrottleLimit)
            OrTerminate(() => Task.WaitAny([.. _underWay], Cancellation), domain);
        _underWay.RemoveAll(lookup => lookup.IsCompleted);
        var answer = _resolver!.ResolveMailExchangersAsync(domain, _ending!.Token);
        _underWay.Add(answer);
        return answer;
    }

    private void EmitNext()
    {
        var (name, answer) = _lookups.Dequeue();
        using var progress = new StageProgress(this, "Resolving mail exchangers");
        progress.Show(string.IsNullOrWhiteSpace(name) ? "A blank name" : WireText.Excerpt(name));
        OrReport(() => Emit(answer), name);
    }

    private void Emit(Task<IReadOnlyList<MailExchanger>> answer)
    {
        IReadOnlyList<MailExchanger> exchangers;
        try
        {
            exchangers = Answer(() => answer.GetAwaiter().GetResult());
        }
        catch (NoMailExchangerException e)
        {
            WriteObject(e.Domain);
            throw;
        }

        foreach (var exchanger in exchangers)
        {
            WriteObject(exchanger);
            foreach (var warning in exchanger.Warnings)
                Streams.Warning(warning);
        }
    }
}
