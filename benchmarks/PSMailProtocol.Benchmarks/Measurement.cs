using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace PSMailProtocol.Benchmarks;

/// <summary>Runs of one suite by one library.</summary>
internal sealed class Measurement
{
    private readonly List<double> _seconds = [];
    private readonly List<double> _processorSeconds = [];
    private readonly Suite _suite;
    private readonly IMailLibrary _library;
    private long _allocated;

    public Measurement(Suite suite, IMailLibrary library)
    {
        _suite = suite;
        _library = library;
    }

    public string Library => _library.Name;

    /// <summary>Units done in a second of the clock, by the median.</summary>
    public double Rate => _suite.Amount / Median(_seconds);

    /// <summary>
    /// Units done in a second of processor time, by the median. On a machine that does nothing else it is the same;
    /// on a busy one it is the figure to compare.
    /// </summary>
    public double ProcessorRate => _suite.Amount / Median(_processorSeconds);

    /// <summary>Bytes allocated for a unit, in the last run.</summary>
    public double AllocatedPerUnit => _allocated / _suite.Amount;

    /// <summary>Runs until the code is compiled as it will stay.</summary>
    public void WarmUp(TimeSpan time)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
            _suite.Run(_library);
    }

    /// <summary>One measured run from a collected heap.</summary>
    public void Run()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        _suite.Run(_library);
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _processorSeconds.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
        _allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
