using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;

namespace PSMailProtocol.Commands;

/// <summary>A progress bar that goes away with its scope, and that bulk work shows only once it has taken a second.</summary>
internal sealed class StageProgress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static int _lastActivity;

    private readonly PreferenceStreams _streams;
    private readonly int _activityId = Interlocked.Increment(ref _lastActivity) & 0xffff;
    private readonly string _activity;
    private ProgressRecord _record;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shownAt = Interval.Negate();
    private bool _isShown;

    public StageProgress(MailCommand command, string activity)
    {
        _streams = command.Streams;
        _activity = activity;
        _record = Record(" ");
    }

    /// <summary>Shows a stage at once, before a call that may block.</summary>
    public void Show(string status)
    {
        _record = Record(status);
        Write();
    }

    /// <summary>Whether <see cref="Report"/> would show anything now, for those to whom making the text costs something.</summary>
    public bool IsDue => _clock.Elapsed >= Patience && _clock.Elapsed - _shownAt >= Interval;

    /// <summary>Reports how far bulk work is; quiet in its first second and never more than five times a second.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is, or 0 if that is not known.</param>
    public void Report(string status, long done, long total)
    {
        if (!IsDue)
            return;

        _record = Record(status);
        _record.PercentComplete = total > 0 ? (int)Math.Min(100, done * 100 / total) : -1;
        if (total > 0 && done > 0)
            _record.SecondsRemaining = (int)Math.Min(int.MaxValue, _clock.Elapsed.TotalSeconds * (total - done) / done);
        Write();
    }

    public void Dispose()
    {
        if (!_isShown)
            return;

        var shown = _record;
        _record = Record(shown.StatusDescription);
        _record.PercentComplete = shown.PercentComplete;
        _record.RecordType = ProgressRecordType.Completed;
        try
        {
            _streams.Progress(_record);
        }
        catch (PipelineStoppedException)
        {
            // The pipeline is being torn down, and its progress with it.
        }
    }

    /// <summary>Each is an object of its own, so that who keeps them sees each stage as it was.</summary>
    private ProgressRecord Record(string status) => new(_activityId, _activity, status);

    private void Write()
    {
        _shownAt = _clock.Elapsed;
        _isShown = true;
        _streams.Progress(_record);
    }
}
