using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Dns;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>A name server on loopback with the zones of one test.</summary>
public abstract class NameServer : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(10);

    private ServerProcess? _process;

    /// <summary>Writes the files of the zones.</summary>
    /// <param name="zones">
    /// Each zone's name and records; the records SOA and NS are added. Null records leave the zone without its file.
    /// </param>
    protected NameServer((string Name, string? Records)[] zones)
    {
        Zones = zones;
        EndPoint = new IPEndPoint(IPAddress.Loopback, ServerProcess.FindFreePort());
        foreach (var (name, records) in zones.Where(zone => zone.Records is not null))
        {
            Folder.Write(
                $"{name}.zone",
                $"""
                $ORIGIN {name}.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns
                ns A 127.0.0.1
                {records}

                """);
        }
    }

    /// <summary>Where it listens, by UDP and TCP.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The zones, each in the file of its name with <c>.zone</c>.</summary>
    protected IReadOnlyList<(string Name, string? Records)> Zones { get; }

    /// <summary>Where its files are.</summary>
    protected TemporaryFolder Folder { get; } = new();

    /// <summary>A resolver that asks these servers and is as patient as a busy machine needs.</summary>
    public static DnsResolver CreateResolver(params NameServer[] servers)
    {
        var options = new DnsResolverOptions { Timeout = TimeSpan.FromMinutes(10), Deadline = TimeSpan.FromMinutes(30) };
        foreach (var server in servers)
        {
            options.Servers.Add(server.EndPoint);
        }

        return new DnsResolver(options);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="loaded">What it writes when it has loaded a zone, if it listens before that.</param>
    protected void Start(string program, string[] arguments, Func<string, string>? loaded = null)
    {
        _process = ServerProcess.Start(program, arguments);
        try
        {
            _process.WaitForPort(EndPoint.Port, StartTime);
            foreach (var (name, _) in Zones.Where(zone => loaded is not null && zone.Records is not null))
            {
                _process.WaitForOutput(loaded!(name), StartTime);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
