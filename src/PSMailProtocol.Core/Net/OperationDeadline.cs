using System;
using System.Diagnostics;
using System.Threading;

namespace PSMailProtocol.Net;

/// <summary>
/// Ends what takes too long: closes the transport when the running operation's time is up or the caller cancels, which
/// is what wakes a thread out of a blocking read or write. One deadline covers an operation whole, however many reads
/// it takes, so a peer that drips octets gains nothing.
/// </summary>
internal sealed class OperationDeadline : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly object _gate = new();
    private readonly Action _closeTransport;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly Timer _timer;
    private TimeSpan _allowance;
    private long _due;
    private long _ticksAt = Never;
    private bool _running;
    private bool _isDisposed;

    public OperationDeadline(Action closeTransport, CancellationToken cancellation)
    {
        _closeTransport = closeTransport;
        _cancellation = cancellation;
        _timer = new Timer(_ => Elapse(), null, Timeout.Infinite, Timeout.Infinite);
        _registration = cancellation.Register(closeTransport);
    }

    /// <summary>Whether the running operation, or one before it, took too long.</summary>
    public bool Expired { get; private set; }

    /// <summary>Whether the caller gave up.</summary>
    public bool Cancelled => _cancellation.IsCancellationRequested;

    /// <summary>By what the caller gives up.</summary>
    public CancellationToken Cancellation => _cancellation;

    /// <summary>The time the running operation was given.</summary>
    public TimeSpan Allowance => _allowance;

    /// <summary>Whether an operation is running.</summary>
    public bool IsRunning => _running;

    /// <summary>Starts the clock for one operation.</summary>
    public void Start(TimeSpan allowance)
    {
        lock (_gate)
        {
            _allowance = allowance;
            _running = true;
            Schedule();
        }
    }

    /// <summary>Gives the running operation its time anew, because a further block of a body went through.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (_running)
                Schedule();
        }
    }

    /// <summary>Stops the clock.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running = false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _registration.Dispose();
        _timer.Dispose();
    }

    /// <summary>
    /// Operations are many and few take long, so the timer is set only where it would tick too late; one that ticks early
    /// looks at the clock and is set anew.
    /// </summary>
    private void Schedule()
    {
        if (_allowance == Timeout.InfiniteTimeSpan)
        {
            _due = Never;
            return;
        }

        _due = Stopwatch.GetTimestamp() + (long)(_allowance.TotalSeconds * Stopwatch.Frequency);
        if (_due < _ticksAt)
            TickIn(_allowance);
    }

    private void TickIn(TimeSpan time)
    {
        // On .NET Framework a timer that is gone cannot be set, not even in vain; and there is nothing left to close.
        if (_isDisposed)
            return;

        _ticksAt = _due;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    private void Elapse()
    {
        lock (_gate)
        {
            // No operation that began since has asked for an earlier tick.
            _ticksAt = Never;
            if (!_running || Expired || _due == Never)
                return;

            var remaining = _due - Stopwatch.GetTimestamp();
            if (remaining > 0)
            {
                TickIn(TimeSpan.FromSeconds((double)remaining / Stopwatch.Frequency) + TimeSpan.FromMilliseconds(1));
                return;
            }

            Expired = true;
        }

        _closeTransport();
    }
}
