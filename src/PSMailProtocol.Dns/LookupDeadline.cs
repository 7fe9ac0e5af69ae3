using System;
using System.Diagnostics;
using System.Threading;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>The end of an operation, by a clock that nobody sets.</summary>
internal sealed class LookupDeadline
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _limit;

    internal LookupDeadline(TimeSpan limit) => _limit = limit;

    internal bool HasPassed => _clock.Elapsed >= _limit;

    /// <summary>Whole milliseconds left, rounded up so that a wait never ends just before the deadline; 0 once it has passed.</summary>
    internal int MillisecondsLeft => (int)Math.Ceiling(Math.Max(0, (_limit - _clock.Elapsed).TotalMilliseconds));

    /// <summary>A deadline of its own that is not later than this one.</summary>
    internal LookupDeadline Within(TimeSpan limit)
    {
        var left = TimeSpan.FromMilliseconds(MillisecondsLeft);
        return new LookupDeadline(left < limit ? left : limit);
    }

    /// <exception cref="TimeoutException">It has passed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal void ThrowIfPassed(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (HasPassed)
        {
            throw new TimeoutException();
        }
    }
}
