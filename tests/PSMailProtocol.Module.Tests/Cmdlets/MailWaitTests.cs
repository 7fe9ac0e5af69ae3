using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSMailProtocol.Commands;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>The turns of a wait, in a time of the test's own.</summary>
public class MailWaitTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Turns_are_taken_until_one_is_the_last()
    {
        var clock = new TurnClock();
        var turns = 0;

        Assert.True(Wait(clock, 100).Run(() => ++turns < 3 ? Second * 7 : null));

        Assert.Equal([7, 7], clock.Pauses);
    }

    [Theory]
    [InlineData(0, new double[0])]
    [InlineData(6, new double[] { 6 })]
    [InlineData(7, new double[] { 7 })]
    [InlineData(20, new double[] { 7, 7, 6 })]
    public void Time_that_is_up_ends_with_a_last_turn(int seconds, double[] pauses)
    {
        var clock = new TurnClock();
        var turns = 0;

        Assert.False(Wait(clock, seconds).Run(() =>
        {
            turns++;
            return Second * 7;
        }));

        Assert.Equal(pauses, clock.Pauses);
        Assert.Equal(pauses.Length + 1, turns);
    }

    public static IEnumerable<object[]> Errors => MailErrors.All.Select(error => new object[] { error.Id });

    /// <summary>At the beginning, and later: at once, tried again as often as it may be, or until time is up.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public void A_failure_is_for_good_or_passes(string id)
    {
        string[] passing =
        [
            "NameResolutionFailed", "ConnectFailed", "ConnectTimedOut", "OperationTimedOut", "ConnectionLost", "ServerClosed",
            "GreetingRejected", "TlsFailed",
            "TooManyConnections", "ServerTemporarilyUnable",
        ];
        var isBusy = id is "MaildropInUse" or "LoginDelayed";

        Assert.Equal(isBusy ? "time is up" : "failed", Outcome(id, hasBegun: false, out var first));
        Assert.Equal(isBusy ? "time is up" : "failed", Outcome(id, hasBegun: true, out var later));

        Assert.Equal(isBusy ? Enumerable.Repeat(30.0, 10) : [], first);
        Assert.Equal(isBusy ? Enumerable.Repeat(30.0, 10) : passing.Contains(id) ? [1.0, 2, 5, 10, 30, 60] : [], later);
    }

    [Fact]
    public void A_turn_that_went_well_begins_the_count_anew_and_so_does_one_that_lasted()
    {
        var clock = new TurnClock();
        var wait = Wait(clock, 100_000);
        wait.HasBegun = true;
        var turns = 0;

        Assert.True(wait.Run(() => ++turns switch
        {
            3 => Second * 7,
            5 => FailAfter(clock, Second * 60),
            6 => FailAfter(clock, Second * 59),
            8 => null,
            _ => FailAfter(clock, TimeSpan.Zero),
        }));

        Assert.Equal([1, 2, 7, 1, 1, 2, 5], clock.Pauses);
    }

    [Fact]
    public void What_is_tried_again_is_told_and_the_last_failure_is_kept()
    {
        var clock = new TurnClock();
        var told = new List<string>();
        var wait = new MailWait(clock, Second * 3, Second * 30, told.Add, CancellationToken.None) { HasBegun = true };

        Assert.False(wait.Run(() => FailAfter(clock, TimeSpan.Zero)));

        Assert.Equal(["gone The next try is in 1 s.", "gone The next try is in 2 s."], told);
        Assert.Equal("gone", wait.LastFailure!.Message);
    }

    private static MailWait Wait(TurnClock clock, int seconds) =>
        new(clock, Second * seconds, Second * 30, _ => { }, CancellationToken.None);

    private static string Outcome(string id, bool hasBegun, out IReadOnlyList<double> pauses)
    {
        var clock = new TurnClock();
        var wait = Wait(clock, 300);
        wait.HasBegun = hasBegun;
        pauses = clock.Pauses;
        try
        {
            return wait.Run(() => throw new MailException(MailErrors.All.Single(error => error.Id == id), "gone")) ? "done" : "time is up";
        }
        catch (MailException e)
        {
            return e.Error.Id == id ? "failed" : e.Error.Id;
        }
    }

    private static TimeSpan? FailAfter(TurnClock clock, TimeSpan time)
    {
        clock.Advance(time);
        throw new MailException(MailErrors.ConnectionLost, "gone");
    }

    private sealed class TurnClock : MailClock
    {
        private TimeSpan _now;

        public override TimeSpan Now => _now;

        public List<double> Pauses { get; } = [];

        public void Advance(TimeSpan time) => _now += time;

        public override void Pause(TimeSpan time, CancellationToken cancellation)
        {
            Pauses.Add(time.TotalSeconds);
            _now += time;
        }
    }
}
