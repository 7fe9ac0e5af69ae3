using System;
using System.Diagnostics;
using System.Threading;

namespace PSMailProtocol.Dns;

/// <summary>The end of a lookup, by a clock that nobody sets, and the tokens that end each wait on the way there.</summary>
internal sealed class LookupDeadline : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellation;
    private CancellationTokenSource _wait;
    private bool _isLastWait;

    internal LookupDeadline(TimeSpan limit, CancellationToken cancellation)
    {
        _limit = limit;
        _cancellation = cancellation;
        _wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Whether it has passed. The platform's timer may be earlier than the clock, so that a last wait that ended counts too.</summary>
    internal bool HasPassed => (_isLastWait && _wait.IsCancellationRequested) || _clock.Elapsed >= _limit;

    /// <summary>
    /// A token that is cancelled with the caller's, and after that time or at the deadline. It ends the wait before, whose source
    /// it shares where it can: a new one for each question would be a timer and a registration each.
    /// </summary>
    internal CancellationToken StartWait(TimeSpan time)
    {
        var left = _limit - _clock.Elapsed;
        _isLastWait = left < time;
        Arm(_isLastWait ? left : time);
        if (_wait.IsCancellationRequested)
        {
            _wait.Dispose();
            _wait = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
            Arm(_isLastWait ? left : time);
        }

        return _wait.Token;
    }

    /// <inheritdoc/>
    public void Dispose() => _wait.Dispose();

    private void Arm(TimeSpan time) => _wait.CancelAfter(time > TimeSpan.Zero ? time : TimeSpan.Zero);
}
