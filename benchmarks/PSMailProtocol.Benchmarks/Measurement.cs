using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace PSMailProtocol.Benchmarks;

/// <summary>Runs of one suite by one library.</summary>
internal sealed class Measurement
{
    private readonly List<double> _seconds = [];
    private readonly Suite _suite;
    private readonly IMailLibrary _library;
    private long _allocated;

    public Measurement(Suite suite, IMailLibrary library)
    {
        _suite = suite;
        _library = library;
    }

    public string Library => _library.Name;

    /// <summary>The median of the runs, in seconds.</summary>
    public double Median
    {
        get
        {
            _seconds.Sort();
            int middle = _seconds.Count / 2;
            return _seconds.Count % 2 == 1 ? _seconds[middle] : (_seconds[middle - 1] + _seconds[middle]) / 2;
        }
    }

    /// <summary>Units done in a second, by the median.</summary>
    public double Rate => _suite.Amount / Median;

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
        long start = Stopwatch.GetTimestamp();
        _suite.Run(_library);
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
