using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PSMailProtocol.Fuzz;

/// <summary>
/// Runs the fuzzer guided by coverage: an input that reaches what none before it did is one to start from. It needs neither
/// libFuzzer nor AFL, but assemblies that SharpFuzz's command line has instrumented, which then count their branches in a map.
/// </summary>
internal sealed class GuidedRun(IntPtr shared)
{
    private const int MapSize = 64 * 1024;

    private readonly byte[] _map = new byte[MapSize];
    private readonly byte[] _empty = new byte[MapSize];
    private readonly byte[] _seen = new byte[MapSize];
    private readonly List<byte[]>[] _corpora =
    [
        [.. FuzzSeeds.Messages],
        [.. FuzzSeeds.Fields.SelectMany(field => field.Values.Select(value => FuzzTargets.Field(field.Name, value)))],
        [.. FuzzSeeds.Addresses],
        [.. FuzzSeeds.Texts],
    ];

    public int Kept => _corpora.Sum(corpus => corpus.Count);

    public int Branches => _seen.Count(bits => bits != 0);

    /// <summary>A run, or <c>null</c> where the assemblies are not instrumented, which need the map before they are first used.</summary>
    public static GuidedRun? TryCreate()
    {
        var trace = Type.GetType("SharpFuzz.Common.Trace, SharpFuzz.Common");
        if (trace is null)
            return null;

        var shared = Marshal.AllocHGlobal(MapSize);
        trace.GetField("SharedMem", BindingFlags.Public | BindingFlags.Static)!.SetValue(null, shared);
        return new GuidedRun(shared);
    }

    /// <summary>Makes inputs, and has each run.</summary>
    /// <param name="seed">What the inputs follow from.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="run">Runs one, by its number and target.</param>
    public void Run(ulong seed, long inputs, Action<long, int, byte[]> run)
    {
        var random = new FuzzRandom(seed);
        for (var number = 0L; number < inputs; number++)
        {
            var target = FuzzTargets.Choose(ref random);
            var input = FuzzInput.Create(_corpora[target], ref random);
            Marshal.Copy(_empty, 0, shared, MapSize);
            run(number, target, input);
            Marshal.Copy(shared, _map, 0, MapSize);
            if (IsNew())
                _corpora[target].Add(input);
        }
    }

    // A branch taken once, a few times and often are three things.
    private bool IsNew()
    {
        var isNew = false;
        for (var i = 0; i < MapSize; i += sizeof(ulong))
        {
            if (BitConverter.ToUInt64(_map, i) == 0)
                continue;

            for (var branch = i; branch < i + sizeof(ulong); branch++)
            {
                var bit = (byte)(_map[branch] switch { 0 => 0, 1 => 1, < 8 => 2, < 64 => 4, _ => 8 });
                isNew |= (_seen[branch] | bit) != _seen[branch];
                _seen[branch] |= bit;
            }
        }

        return isNew;
    }
}
