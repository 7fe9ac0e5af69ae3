using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using DnsClient;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Benchmarks;

/// <summary>Looks up the exchangers of many domains at the sandbox's name server, beside DnsClient that asks the same questions.</summary>
internal static class DnsBenchmark
{
    public const string Name = "dns";

    private const int Domains = 1000;
    private const int AtOnce = 64;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly string[] Names = [.. Enumerable.Range(0, Domains).Select(i => $"domain{i}.example")];

    public static void Run(int runs)
    {
        // An exchanger elsewhere, so that each lookup takes three questions.
        using var server = new SandboxDnsServer();
        server.Zone.AddAddress("mx.example.net", IPAddress.Parse("192.0.2.1")).AddAddress("mx.example.net", IPAddress.Parse("2001:db8::1"));
        foreach (string name in Names)
            server.Zone.AddMx(name, 10, "mx.example.net");
        var options = new DnsResolverOptions();
        options.Servers.Add(server.EndPoint);
        var resolver = new DnsResolver(options);
        var client =
            new LookupClient(new LookupClientOptions(server.EndPoint)
            {
                UseCache = false,
                RequestDnsSecRecords = true,
                ExtendedDnsBufferSize = 1232,
            });
        Sequential(resolver, client, runs);
        server.Zone.Latency = TimeSpan.FromMilliseconds(20);
        Concurrent(resolver, runs);
    }

    private static void Sequential(DnsResolver resolver, LookupClient client, int runs)
    {
        (string Label, Action Run)[] ways =
        [
            ("PSMailProtocol, ResolveMailExchangersAsync", () => AskAsync(resolver).GetAwaiter().GetResult()),
            ("DnsClient, QueryAsync", () => AskAsync(client).GetAwaiter().GetResult()),
            ("PSMailProtocol, ResolveMailExchangers", () => Ask(resolver)),
            ("DnsClient, Query", () => Ask(client)),
        ];
        Console.WriteLine($"dns: exchangers of {Domains:N0} domains, three questions each, one after another");
        var seconds = ways.Select(_ => new double[runs]).ToArray();
        var processor = ways.Select(_ => new double[runs]).ToArray();
        var clock = Stopwatch.StartNew();
        for (int run = 0; run < runs;)
        {
            for (int way = 0; way < ways.Length; way++)
                (seconds[way][run], processor[way][run]) = Time(ways[way].Run);
            if (clock.Elapsed > WarmUp)
                run++;
        }

        for (int way = 0; way < ways.Length; way++)
            Console.WriteLine(
                $"  {ways[way].Label,-44} {Domains / Median(seconds[way]),9:N0} domains/s, " +
                $"{Median(seconds[way]) * 1000,6:N0} ms, {Median(processor[way]) * 1000,6:N0} ms of processor time");
        Console.WriteLine(
            $"  time of ours over theirs, asynchronous {Median(seconds[0]) / Median(seconds[1]):N2}, " +
            $"synchronous {Median(seconds[2]) / Median(seconds[3]):N2}");
        Console.WriteLine(
            $"  processor time, asynchronous {Median(processor[0]) / Median(processor[1]):N2}, " +
            $"synchronous {Median(processor[2]) / Median(processor[3]):N2}");
    }

    private static void Concurrent(DnsResolver resolver, int runs)
    {
        Console.WriteLine($"dns: exchangers of {Domains:N0} domains, each answer after 20 ms, {AtOnce} domains at once");
        double[] seconds =
            [.. Enumerable.Range(0, runs).Select(_ => Time(() => AskAtOnceAsync(resolver).GetAwaiter().GetResult()).Seconds)];
        Console.WriteLine(
            "  PSMailProtocol, ResolveMailExchangersAsync   " +
            $" {Domains / Median(seconds),9:N0} domains/s, {Median(seconds) * 1000,6:N0} ms");
    }

    private static void Ask(DnsResolver resolver)
    {
        foreach (string name in Names)
            _ = resolver.ResolveMailExchangers(name)[0].IPAddress[1];
    }

    private static void Ask(LookupClient client)
    {
        foreach (string name in Names)
        {
            string exchange = client.Query(name, QueryType.MX).Answers.MxRecords().First().Exchange;
            _ = client.Query(exchange, QueryType.A).Answers.ARecords().First().Address;
            _ = client.Query(exchange, QueryType.AAAA).Answers.AaaaRecords().First().Address;
        }
    }

    private static async Task AskAsync(DnsResolver resolver)
    {
        foreach (string name in Names)
            _ = (await resolver.ResolveMailExchangersAsync(name))[0].IPAddress[1];
    }

    private static async Task AskAsync(LookupClient client)
    {
        foreach (string name in Names)
        {
            string exchange = (await client.QueryAsync(name, QueryType.MX)).Answers.MxRecords().First().Exchange;
            _ = (await client.QueryAsync(exchange, QueryType.A)).Answers.ARecords().First().Address;
            _ = (await client.QueryAsync(exchange, QueryType.AAAA)).Answers.AaaaRecords().First().Address;
        }
    }

    private static Task AskAtOnceAsync(DnsResolver resolver) =>
        Parallel.ForEachAsync(
            Names,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (name, cancellation) => _ = (await resolver.ResolveMailExchangersAsync(name, cancellation))[0].IPAddress[1]);

    private static (double Seconds, double ProcessorSeconds) Time(Action action)
    {
        GC.Collect();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
