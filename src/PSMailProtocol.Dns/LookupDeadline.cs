using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;

namespace PSMailProtocol.Dns;

/// <summary>The end of a lookup, by a clock that nobody sets, and the waits on the way there, of which several may go on at once.</summary>
internal sealed class LookupDeadline : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellation;

    // A new source for each question would be a timer and a registration each.
    private readonly ConcurrentBag<CancellationTokenSource> _idle = [];
    private volatile bool _hasLastWaitEnded;

    internal LookupDeadline(TimeSpan limit, CancellationToken cancellation)
    {
        _limit = limit;
        _cancellation = cancellation;
    }

    /// <summary>
    /// Whether it has passed. The platform's timer may be earlier than the clock, so that a last wait that ended counts too.
    /// </summary>
    internal bool HasPassed => _hasLastWaitEnded || _clock.Elapsed >= _limit;

    /// <summary>
    /// Starts a wait that ends with the caller's token, after that time or at the deadline. Disposing it says that nobody waits any more.
    /// </summary>
    internal Wait StartWait(TimeSpan time)
    {
        var left = _limit - _clock.Elapsed;
        if (!_idle.TryTake(out var source))
            source = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        source.CancelAfter(Longest(TimeSpan.Zero, left < time ? left : time));
        return new Wait(this, source, isLast: left < time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var source))
            source.Dispose();
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void End(CancellationTokenSource source, bool isLast)
    {
        _hasLastWaitEnded |= isLast && source.IsCancellationRequested;
#if NETFRAMEWORK
        // Nothing tells here whether a timer is about to fire, which would end the next wait.
        source.Dispose();
#else
        if (source.TryReset())
            _idle.Add(source);
        else
            source.Dispose();
#endif
    }

    /// <summary>One wait.</summary>
    internal readonly struct Wait : IDisposable
    {
        private readonly LookupDeadline _deadline;
        private readonly CancellationTokenSource _source;
        private readonly bool _isLast;

        internal Wait(LookupDeadline deadline, CancellationTokenSource source, bool isLast)
        {
            _deadline = deadline;
            _source = source;
            _isLast = isLast;
        }

        internal CancellationToken Token => _source.Token;

        /// <inheritdoc/>
        public void Dispose() => _deadline.End(_source, _isLast);
    }
}
