using System.Text;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>An NSD, which has nothing in common with Knot but the protocol.</summary>
public sealed class NsdServer : NameServer
{
    /// <summary>The program.</summary>
    public const string Program = "nsd";

    /// <summary>Starts the server with these zones.</summary>
    public NsdServer(params (string Name, string? Records)[] zones)
        : base(zones) =>
        // It reads nothing from its port before it has read its zones.
        Start(Program, ["-d", "-c", Folder.Write("nsd.conf", Configuration())]);

    private string Configuration()
    {
        var text = new StringBuilder(
            $"""
            server:
                ip-address: 127.0.0.1@{EndPoint.Port}
                server-count: 1
                username: ""
                zonesdir: "{Folder.Path}"
                database: ""
                pidfile: "{Folder["nsd.pid"]}"
                xfrdfile: "{Folder["xfrd.state"]}"
                xfrdir: "{Folder.Path}"
                zonelistfile: "{Folder["zone.list"]}"
                rrl-ratelimit: 0
            remote-control:
                control-enable: no

            """);
        foreach (var (name, _) in Zones)
        {
            text.Append(
                $"""
                zone:
                    name: {name}
                    zonefile: {name}.zone

                """);
        }

        return text.ToString();
    }
}
