using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Fuzz;

/// <summary>
/// Runs the fuzzer for long: <c>--inputs</c> how many, <c>--seed</c> which, <c>--first</c> from which number on, <c>--threads</c> at
/// once, <c>--number</c> one input alone, <c>--file</c> one that was kept; <c>--guided</c>, by coverage (README.md); or
/// <c>--scaling</c>, looks for time that grows faster than the input.
/// </summary>
internal static class Program
{
    private const int ShownOfAKind = 10;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, int> Kinds = new();
    private static long _findings;
    private static long _octets;
    private static long _slowest;

    public static int Main(string[] arguments)
    {
        if (Array.IndexOf(arguments, "--scaling") >= 0)
            return ScalingCheck.Run() == 0 ? 0 : 1;

        var inputs = Read(arguments, "--inputs", 1_000_000);
        var seed = (ulong)Read(arguments, "--seed", Environment.TickCount64);
        var first = Read(arguments, "--first", 0);
        var threads = (int)Read(arguments, "--threads", Environment.ProcessorCount);
        var only = Read(arguments, "--number", -1);
        Console.WriteLine($"seed {seed}, {inputs} inputs, {threads} threads");
        var clock = Stopwatch.StartNew();
        var file = Array.IndexOf(arguments, "--file");
        if (file >= 0)
            RunFile(arguments[file + 1]);
        else if (only >= 0)
            RunOne(seed, only);
        else if (Array.IndexOf(arguments, "--guided") >= 0)
            RunGuided(seed, inputs, clock);
        else
            RunAll(seed, first, inputs, threads, clock);

        Report(inputs, clock);
        return _findings == 0 ? 0 : 1;
    }

    private static void RunAll(ulong seed, long first, long inputs, int threads, Stopwatch clock)
    {
        var next = first;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (long number; (number = Interlocked.Increment(ref next) - 1) < first + inputs;)
            {
                RunOne(seed, number);
                if ((number + 1) % 100_000 == 0)
                    Report(number + 1 - first, clock);
            }
        });
    }

    private static void RunGuided(ulong seed, long inputs, Stopwatch clock)
    {
        var guided = GuidedRun.TryCreate() ?? throw new InvalidOperationException("The assemblies are not instrumented; see README.md.");
        guided.Run(seed, inputs, (number, target, input) =>
        {
            Run(seed, number, target, input);
            if ((number + 1) % 10_000 == 0)
                Console.WriteLine($"{guided.Kept} kept, {guided.Branches} branches, " + Figures(number + 1, clock));
        });
    }

    // Its name ends with that of its target.
    private static void RunFile(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        Run(0, 0, Array.FindIndex(FuzzTargets.Names, target => name.EndsWith(target, StringComparison.Ordinal)), File.ReadAllBytes(file));
    }

    private static void RunOne(ulong seed, long number)
    {
        var input = FuzzTargets.CreateInput(seed, number, out var target);
        Run(seed, number, target, input);
    }

    private static void Run(ulong seed, long number, int target, byte[] input)
    {
        Interlocked.Add(ref _octets, input.Length);
        var start = Stopwatch.GetTimestamp();
        try
        {
            FuzzTargets.Run(target, input);
            var elapsed = Stopwatch.GetElapsedTime(start);

            // On a busy machine an input may have waited; what is slow is slow again.
            for (var again = 0; elapsed > Slow && again < 3; again++)
            {
                start = Stopwatch.GetTimestamp();
                FuzzTargets.Run(target, input);
                elapsed = elapsed < Stopwatch.GetElapsedTime(start) ? elapsed : Stopwatch.GetElapsedTime(start);
            }

            if (elapsed > Slow)
                Keep(seed, number, target, input, "took more than a second: " + elapsed);
            if (elapsed.Ticks > Interlocked.Read(ref _slowest))
                Interlocked.Exchange(ref _slowest, elapsed.Ticks);
        }
        catch (Exception finding)
        {
            Keep(seed, number, target, input, finding.ToString());
        }
    }

    // What differs in numbers alone, thrown in one place, is one kind.
    private static void Keep(ulong seed, long number, int target, byte[] input, string finding)
    {
        Interlocked.Increment(ref _findings);
        var kind = string.Concat(string.Join(' ', finding.Split('\n').Take(3)).Where(letter => !char.IsDigit(letter)));
        if (Kinds.AddOrUpdate(kind, 1, (_, count) => count + 1) > ShownOfAKind)
            return;

        var file = $"finding-{seed}-{number}-{FuzzTargets.Names[target]}.bin";
        File.WriteAllBytes(file, input);
        Console.WriteLine(
            $"seed {seed} number {number} target {FuzzTargets.Names[target]}, input kept in {file}:{Environment.NewLine}{finding}");
    }

    private static void Report(long inputs, Stopwatch clock) => Console.WriteLine(Figures(inputs, clock));

    private static string Figures(long inputs, Stopwatch clock) => string.Create(
        CultureInfo.InvariantCulture,
        $"{inputs} inputs, {_octets} octets, {clock.Elapsed.TotalSeconds:F0} s, slowest " +
        $"input {TimeSpan.FromTicks(_slowest).TotalMilliseconds:F1} ms, {_findings} findings");

    private static long Read(string[] arguments, string name, long otherwise)
    {
        var index = Array.IndexOf(arguments, name);
        return index < 0 ? otherwise : long.Parse(arguments[index + 1], CultureInfo.InvariantCulture);
    }
}
