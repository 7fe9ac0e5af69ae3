using System.Text;

namespace PSMailProtocol.Interop.Tests.Dns;

/// <summary>A Knot DNS server.</summary>
public sealed class KnotServer : NameServer
{
    /// <summary>The program.</summary>
    public const string Program = "knotd";

    /// <summary>Starts the server with these zones.</summary>
    public KnotServer(params (string Name, string? Records)[] zones)
        : base(zones) =>
        // The server listens before it has read its zones and answers SERVFAIL for them until then.
        Start(Program, ["-c", Folder.Write("knot.conf", Configuration())], zone => $"[{zone}.] loaded");

    private string Configuration()
    {
        var text = new StringBuilder(
            $"""
            server:
                rundir: "{Folder.Path}"
                listen: 127.0.0.1@{EndPoint.Port}
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            database:
                storage: "{Folder["database"]}"
            log:
              - target: stdout
                any: info
            zone:

            """);
        foreach (var (name, _) in Zones)
        {
            text.Append(
                $"""
                  - domain: {name}
                    storage: "{Folder.Path}"
                    file: "{name}.zone"

                """);
        }

        return text.ToString();
    }
}
