using System;
using System.Collections.Generic;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// The time in which messages are waited for, and the turns that are taken in it. What fails once the waiting has begun, and may pass, is
/// tried again after a pause: a lost connection so many times in a row, a maildrop that is held by somebody else until time is up.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="time">How long is waited at the most.</param>
/// <param name="interval">How long after a turn that a busy server refused the next one is.</param>
/// <param name="tell">Told of each failure that is tried again.</param>
/// <param name="cancellation">Ends each pause.</param>
internal sealed class MailWait(MailClock clock, TimeSpan time, TimeSpan interval, Action<string> tell, CancellationToken cancellation)
{
    /// <summary>A turn that lasted so long before it failed was a good one, and the count begins anew.</summary>
    private static readonly TimeSpan GoodTurn = TimeSpan.FromMinutes(1);

    private static readonly int[] PausesInSeconds = [1, 2, 5, 10, 30, 60];

    private static readonly HashSet<MailError> Busy = [MailErrors.MaildropInUse, MailErrors.LoginDelayed];

    private static readonly HashSet<MailError> Passing =
    [
        MailErrors.NameResolutionFailed, MailErrors.ConnectFailed, MailErrors.ConnectTimedOut, MailErrors.OperationTimedOut,
        MailErrors.ConnectionLost, MailErrors.ServerClosed, MailErrors.GreetingRejected, MailErrors.TlsFailed,
        MailErrors.TooManyConnections, MailErrors.ServerTemporarilyUnable,
    ];

    private readonly TimeSpan _end = clock.Now + time;
    private int _failures;

    /// <summary>How much of the time is left.</summary>
    public TimeSpan Left => clock.Now < _end ? _end - clock.Now : TimeSpan.Zero;

    /// <summary>Whether a turn has come so far that what was asked for can be done at all; what fails before that fails for good.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Why the last turn failed; null if it did not.</summary>
    public MailException? LastFailure { get; private set; }

    /// <summary>Takes turns until one is the last or time is up, with one of them at the very end.</summary>
    /// <param name="turn">Gives the time until the next one, or null where there is to be none.</param>
    /// <returns>Whether a turn was the last; false when time is up.</returns>
    /// <exception cref="MailException">What does not pass.</exception>
    public bool Run(Func<TimeSpan?> turn)
    {
        while (true)
        {
            if (TryTurn(turn) is not { } pause)
                return true;
            if (Left == TimeSpan.Zero)
                return false;
            clock.Pause(pause < Left ? pause : Left, cancellation);
        }
    }

    private TimeSpan? TryTurn(Func<TimeSpan?> turn)
    {
        var begun = clock.Now;
        try
        {
            var pause = turn();
            _failures = 0;
            LastFailure = null;
            return pause;
        }
        catch (MailException e) when (PauseAfter(e, clock.Now - begun) is not null)
        {
            cancellation.ThrowIfCancellationRequested();
            var pause = PauseAfter(e, clock.Now - begun)!.Value;
            if (!Busy.Contains(e.Error))
                _failures = clock.Now - begun >= GoodTurn ? 1 : _failures + 1;
            LastFailure = e;
            if (Left > TimeSpan.Zero)
                tell($"{e.Message} The next try is in {pause.TotalSeconds:0} s.");
            return pause;
        }
    }

    /// <summary>How long to wait after a failure; null if it is one for good.</summary>
    private TimeSpan? PauseAfter(MailException failure, TimeSpan lasted)
    {
        if (Busy.Contains(failure.Error))
            return interval;
        if (!HasBegun || !Passing.Contains(failure.Error))
            return null;

        var failures = lasted >= GoodTurn ? 0 : _failures;
        return failures < PausesInSeconds.Length ? TimeSpan.FromSeconds(PausesInSeconds[failures]) : null;
    }
}
