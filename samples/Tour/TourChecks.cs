using System;

namespace PSMailProtocol.Samples.Tour;

/// <summary>Says of each claim whether it holds, and remembers if one did not.</summary>
internal sealed class TourChecks
{
    public bool AllPassed { get; private set; } = true;

    public void Check(string claim, bool holds)
    {
        Console.WriteLine($"  [{(holds ? "ok" : "FAILED")}] {claim}");
        AllPassed &= holds;
    }
}
