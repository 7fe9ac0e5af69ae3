using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Net;

/// <summary>The time, and how it passes; tests have one of their own, by which nobody waits.</summary>
public class MailClock
{
    /// <summary>The time of this machine, which nobody sets.</summary>
    public static readonly MailClock System = new();

    /// <summary>The time since some moment.</summary>
    public virtual TimeSpan Now => TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    /// <summary>Lets time pass.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled meanwhile, which ends it at once.</exception>
    public virtual void Pause(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(InMilliseconds(time));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until something has happened, well or not, and no longer than so long.</summary>
    /// <returns>Whether it has.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled meanwhile, which ends it at once.</exception>
    public virtual bool Await(Task happening, TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            return happening.Wait(InMilliseconds(time), cancellation);
        }
        catch (AggregateException)
        {
            return true;
        }
    }

    /// <summary>Whole ones, and never too few, since who comes back early has to wait again.</summary>
    private static int InMilliseconds(TimeSpan time) => (int)Math.Min(int.MaxValue, Math.Max(0, Math.Ceiling(time.TotalMilliseconds)));
}
