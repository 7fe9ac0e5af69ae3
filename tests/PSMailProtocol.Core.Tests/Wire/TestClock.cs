using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;

namespace PSMailProtocol.Tests.Wire;

/// <summary>A time that passes only where somebody waits for it, and what happens in it. Nobody waits for real.</summary>
internal sealed class TestClock : MailClock
{
    private readonly List<(TimeSpan Due, Action Act)> _events = [];
    private TimeSpan _now;

    public override TimeSpan Now => _now;

    /// <summary>How long each wait was to be.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Has something happen at a moment.</summary>
    public void At(TimeSpan due, Action act) => _events.Add((due, act));

    public override void Pause(TimeSpan time, CancellationToken cancellation) => Await(new TaskCompletionSource().Task, time, cancellation);

    public override bool Await(Task happening, TimeSpan time, CancellationToken cancellation)
    {
        Waits.Add(time);
        var end = _now + (time > TimeSpan.Zero ? time : TimeSpan.Zero);
        while (!happening.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_events.Exists(one => one.Due <= end))
            {
                _now = end;
                return false;
            }

            var next = _events.Where(one => one.Due <= end).MinBy(one => one.Due);
            _events.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            next.Act();
        }

        return true;
    }
}
