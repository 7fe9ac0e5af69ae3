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
    private readonly ProgressRecord _record;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shownAt = Interval.Negate();
    private bool _isShown;

    public StageProgress(MailCommand command, string activity)
    {
        _streams = command.Streams;
        _record = new ProgressRecord(Interlocked.Increment(ref _lastActivity) & 0xffff, activity, " ");
    }

    /// <summary>Shows a stage at once, before a call that may block.</summary>
    public void Show(string status)
    {
        _record.StatusDescription = status;
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

        _record.StatusDescription = status;
        _record.PercentComplete = total > 0 ? (int)Math.Min(100, done * 100 / total) : -1;
        if (total > 0 && done > 0)
            _record.SecondsRemaining = (int)Math.Min(int.MaxValue, _clock.Elapsed.TotalSeconds * (total - done) / done);
        Write();
    }

    public void Dispose()
    {
        if (!_isShown)
            return;

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

    private void Write()
    {
        _shownAt = _clock.Elapsed;
        _isShown = true;
        _streams.Progress(_record);
    }
}
