using System;
using System.Linq;
using System.Net;
using System.Text;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>A Knot DNS server on loopback with the zones of one test.</summary>
public sealed class KnotServer : IDisposable
{
    /// <summary>The program.</summary>
    public const string Program = "knotd";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();
    private readonly ServerProcess _process;

    /// <summary>Starts the server and waits until it has loaded its zones.</summary>
    /// <param name="zones">Each zone's name and records; the records SOA and NS are added. Null records leave the zone without its file.</param>
    public KnotServer(params (string Name, string? Records)[] zones)
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, ServerProcess.FindFreePort());
        foreach (var (name, records) in zones.Where(zone => zone.Records is not null))
        {
            _folder.Write(
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

        _process = ServerProcess.Start(Program, ["-c", _folder.Write("knot.conf", Configuration([.. zones.Select(zone => zone.Name)]))]);
        try
        {
            // The server listens before it has read its zones and answers SERVFAIL for them until then.
            _process.WaitForPort(EndPoint.Port, StartTime);
            foreach (var (name, _) in zones.Where(zone => zone.Records is not null))
            {
                _process.WaitForOutput($"[{name}.] loaded", StartTime);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, by UDP and TCP.</summary>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private string Configuration(string[] zones)
    {
        var text = new StringBuilder(
            $"""
            server:
                rundir: "{_folder.Path}"
                listen: 127.0.0.1@{EndPoint.Port}
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            database:
                storage: "{_folder["database"]}"
            log:
              - target: stdout
                any: info
            zone:

            """);
        foreach (var zone in zones)
        {
            text.Append(
                $"""
                  - domain: {zone}
                    storage: "{_folder.Path}"
                    file: "{zone}.zone"

                """);
        }

        return text.ToString();
    }
}
