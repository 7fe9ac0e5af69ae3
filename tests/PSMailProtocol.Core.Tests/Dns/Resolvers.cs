using System;
using System.Net;
using PSMailProtocol.Dns;

namespace PSMailProtocol.Tests.Dns;

/// <summary>Resolvers that ask the servers of a test.</summary>
internal static class Resolvers
{
    /// <summary>For tests in which an answer comes: time is no matter.</summary>
    internal static DnsResolver Patient(params IPEndPoint[] servers) => With(TimeSpan.FromMinutes(10), servers);

    /// <summary>For tests in which none comes: one attempt, soon over.</summary>
    internal static DnsResolver Hasty(params IPEndPoint[] servers) => With(TimeSpan.FromMilliseconds(60), servers);

    /// <summary>For tests of what decides whom to believe: TCP alone.</summary>
    internal static DnsResolver ByTcp(params IPEndPoint[] servers)
    {
        var options = Options(TimeSpan.FromMinutes(10), servers);
        options.UseTcp = true;
        return new DnsResolver(options);
    }

    internal static DnsResolverOptions Options(TimeSpan timeout, params IPEndPoint[] servers)
    {
        var options = new DnsResolverOptions { Timeout = timeout, Deadline = TimeSpan.FromMinutes(30), Attempts = 1 };
        foreach (var server in servers)
        {
            options.Servers.Add(server);
        }

        return options;
    }

    private static DnsResolver With(TimeSpan timeout, IPEndPoint[] servers) => new(Options(timeout, servers));
}
