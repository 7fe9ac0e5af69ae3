using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Benchmarks;

/// <summary>Measures mail composed and read, side by side with MimeKit and MailKit.</summary>
internal static class Program
{
    private const string Pop3 = "pop3";
    private const string Imap = "imap";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        int runs = 9;
        var wanted = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--runs" && i + 1 < arguments.Length && int.TryParse(arguments[i + 1], out runs) && runs > 0)
                i++;
            else if (arguments[i].StartsWith('-'))
                return Usage();
            else
                wanted.Add(arguments[i]);
        }

        bool isAll = wanted.Count == 0;
        if (wanted.Remove(SmtpBenchmark.Name) || isAll)
            SmtpBenchmark.Run(runs);
        if ((wanted.Remove(Pop3) || isAll) && !OperatingSystem.IsWindows())
            Pop3Benchmark.Run(runs);
        if ((wanted.Remove(Imap) || isAll) && !OperatingSystem.IsWindows())
            ImapBenchmark.Run(runs);
        if (wanted.Remove(GigabyteBenchmark.Name) || isAll)
            GigabyteBenchmark.Run();
        if (wanted.Remove(HostileBenchmark.Name) || isAll)
            HostileBenchmark.Run(runs);
        if (wanted.Remove(DnsBenchmark.Name) || isAll)
            DnsBenchmark.Run(runs);
        if (wanted.Remove(ColdStartBenchmark.Name) || isAll)
            ColdStartBenchmark.Run(runs);
        if (!isAll && wanted.Count == 0)
            return 0;

        Suite[] suites = [.. Suites.All().Where(suite => wanted.Count == 0 || wanted.Contains(suite.Name))];
        if (suites.Length == 0 || suites.Length < wanted.Count)
            return Usage();
        IMailLibrary[] libraries = [new OwnLibrary(), new MimeKitLibrary()];
        foreach (Suite suite in suites)
            Report(suite, Measure(suite, libraries, runs));
        return 0;
    }

    /// <summary>The libraries take turns, so that what disturbs the machine disturbs them alike.</summary>
    private static List<Measurement> Measure(Suite suite, IMailLibrary[] libraries, int runs)
    {
        List<Measurement> measurements = [.. libraries.Select(library => new Measurement(suite, library))];
        foreach (Measurement measurement in measurements)
            measurement.WarmUp(WarmUp);
        for (int run = 0; run < runs; run++)
        {
            foreach (Measurement measurement in measurements)
                measurement.Run();
        }

        return measurements;
    }

    private static void Report(Suite suite, List<Measurement> measurements)
    {
        Console.WriteLine($"{suite.Name}: {suite.Title}");
        foreach (Measurement measurement in measurements)
        {
            Console.WriteLine(
                $"  {measurement.Library,-18} {measurement.Rate,11:N0} {suite.Unit}/s " +
                $"{measurement.ProcessorRate,11:N0} {suite.Unit}/processor-s " +
                $"{measurement.AllocatedPerUnit,13:N0} B allocated/{suite.Unit}");
        }

        Console.WriteLine(
            $"  {"ratio",-18} {measurements[0].Rate / measurements[1].Rate,11:N2}  " +
            $" {new string(' ', suite.Unit.Length)} {measurements[0].ProcessorRate / measurements[1].ProcessorRate,11:N2}");
        Console.WriteLine();
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: PSMailProtocol.Benchmarks [--runs <n>] [suite ...]");
        Console.Error.WriteLine(
            "suites: " +
                string.Join(", ",
                    Suites.All().Select(suite => suite.Name).Append(SmtpBenchmark.Name).Append(Pop3).Append(Imap)
                        .Append(GigabyteBenchmark.Name).Append(HostileBenchmark.Name)
            .Append(DnsBenchmark.Name).Append(ColdStartBenchmark.Name)));
        return 2;
    }
}
