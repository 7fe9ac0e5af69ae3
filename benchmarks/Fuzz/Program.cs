using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Fuzz;

/// <summary>Runs the fuzzer for long: <c>--inputs</c> how many, <c>--seed</c> which, <c>--threads</c> at once, <c>--number</c> one input alone; or <c>--scaling</c>, looks for time that grows faster than the input.</summary>
internal static class Program
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static long _findings;
    private static long _octets;
    private static long _slowest;

    public static int Main(string[] arguments)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        if (Array.IndexOf(arguments, "--scaling") >= 0)
        {
            return ScalingCheck.Run() == 0 ? 0 : 1;
        }

        var inputs = Read(arguments, "--inputs", 1_000_000);
        var seed = (ulong)Read(arguments, "--seed", Environment.TickCount64);
        var threads = (int)Read(arguments, "--threads", Environment.ProcessorCount);
        var only = Read(arguments, "--number", -1);
        Console.WriteLine($"seed {seed}, {inputs} inputs, {threads} threads");
        var clock = Stopwatch.StartNew();
        if (only >= 0)
        {
            RunOne(seed, only);
        }
        else
        {
            RunAll(seed, inputs, threads, clock);
        }

        Console.WriteLine($"{inputs} inputs, {_octets} octets, {clock.Elapsed.TotalSeconds:F0} s, slowest input {TimeSpan.FromTicks(_slowest).TotalMilliseconds:F1} ms, {_findings} findings");
        return _findings == 0 ? 0 : 1;
    }

    private static void RunAll(ulong seed, long inputs, int threads, Stopwatch clock)
    {
        long next = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (long number; (number = Interlocked.Increment(ref next) - 1) < inputs;)
            {
                RunOne(seed, number);
                if (number % 500_000 == 499_999)
                {
                    Console.WriteLine($"{number + 1} inputs, {clock.Elapsed.TotalSeconds:F0} s, {_findings} findings");
                }
            }
        });
    }

    private static void RunOne(ulong seed, long number)
    {
        var input = FuzzTargets.CreateInput(seed, number, out var target);
        Interlocked.Add(ref _octets, input.Length);
        var start = Stopwatch.GetTimestamp();
        try
        {
            FuzzTargets.Run(target, input, inWindow: number % 8 == 0);
        }
        catch (Exception finding)
        {
            Report(seed, number, target, input, finding.ToString());
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        if (elapsed.Ticks > Interlocked.Read(ref _slowest))
        {
            Interlocked.Exchange(ref _slowest, elapsed.Ticks);
        }

        if (elapsed > Slow)
        {
            Report(seed, number, target, input, "took " + elapsed);
        }
    }

    private static void Report(ulong seed, long number, int target, byte[] input, string finding)
    {
        if (Interlocked.Increment(ref _findings) > 20)
        {
            return;
        }

        var file = $"finding-{seed}-{number}-{FuzzTargets.Names[target]}.bin";
        File.WriteAllBytes(file, input);
        Console.WriteLine($"seed {seed} number {number} target {FuzzTargets.Names[target]}, input kept in {file}:{Environment.NewLine}{finding}");
    }

    private static long Read(string[] arguments, string name, long otherwise)
    {
        var index = Array.IndexOf(arguments, name);
        return index < 0 ? otherwise : long.Parse(arguments[index + 1], CultureInfo.InvariantCulture);
    }
}
