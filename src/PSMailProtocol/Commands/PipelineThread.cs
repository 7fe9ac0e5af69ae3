using System;
using System.Collections.Concurrent;
using System.Threading;

namespace PSMailProtocol.Commands;

/// <summary>What other threads want done on the pipeline's thread, in the order in which they asked for it.</summary>
internal sealed class PipelineThread : IDisposable
{
    private readonly BlockingCollection<Action> _posted = new(new ConcurrentQueue<Action>());
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Does something on the pipeline's thread: at once if this is it, otherwise when it next looks.</summary>
    public void Do(Action action)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            action();
        else
            Post(action);
    }

    /// <summary>Asks for something to be done when the pipeline's thread next looks.</summary>
    public void Post(Action action) => _posted.Add(action);

    /// <summary>Does what was asked for until now.</summary>
    public void RunPosted()
    {
        while (_posted.TryTake(out var action))
            action();
    }

    /// <summary>Does what was asked for next, and waits for it.</summary>
    /// <exception cref="OperationCanceledException">The wait is over by cancellation.</exception>
    public void RunNext(CancellationToken cancellation) => _posted.Take(cancellation)();

    public void Dispose() => _posted.Dispose();
}
