using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets have in common that ask name servers alone: which ones, and by which transport.</summary>
public abstract class NameServerCommand : NetworkCommand
{
    private readonly ConcurrentQueue<Action> _posted = new();

    /// <summary>Name servers to ask in place of this machine's: name or address, perhaps with a port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameServerWords))]
    [Cell(typeof(string[]))]
    public string[]? DnsServer { get; set; }

    /// <summary>Ask by TCP alone, which can hardly be forged.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Tcp { get; set; }

    /// <summary>Answers come on any thread, while the pipeline's waits for them.</summary>
    private protected override void OnPipeline(Action action) => _posted.Enqueue(action);

    /// <summary>How the parameters say that name servers are asked.</summary>
    /// <param name="seconds">The time for one name, all servers and attempts together.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>,
    /// <see cref="MailErrors.NameResolutionFailed"/>.</exception>
    private protected DnsResolverOptions ResolverOptions(int seconds)
    {
        var options = new DnsResolverOptions { UseTcp = Tcp, Deadline = TimeSpan.FromSeconds(seconds), Transcript = Transcript() };
        options.AddServers(DnsServer ?? []);
        return options;
    }

    /// <summary>Waits for an answer, and then tells what was said on the way to it.</summary>
    private protected T Answer<T>(Func<T> wait)
    {
        try
        {
            var answer = wait();
            foreach (var server in DnsServer ?? [])
                UsedServers.Note(UsedServers.Dns, server);
            return answer;
        }
        finally
        {
            while (_posted.TryDequeue(out var action))
                action();
        }
    }
}
