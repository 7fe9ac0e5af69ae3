using System;
using System.Collections.Concurrent;
using System.Text;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// The policies that <c>https://mta-sts.DOMAIN/.well-known/mta-sts.txt</c> gives out (RFC 8461 section 3.3): one request on each
/// connection, and nothing else of HTTP.
/// </summary>
internal sealed class SandboxPolicies
{
    private const int LongestLine = 8 * 1024;
    private const int MostLines = 100;
    private const string HostPrefix = "mta-sts.";
    private const string Path = "/.well-known/mta-sts.txt";

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a domain a policy; null takes it away.</summary>
    public void Set(string domain, string? text)
    {
        if (text is null)
            _texts.TryRemove(domain, out _);
        else
            _texts[domain] = text;
    }

    /// <summary>Answers the one request of a connection that is encrypted.</summary>
    public void Serve(SandboxConnection connection)
    {
        var request = connection.ReadLine(LongestLine);
        connection.NoteCommand(request);
        var host = "";
        for (var i = 0; i < MostLines && connection.ReadLine(LongestLine) is { Length: > 0 } field; i++)
        {
            if (field.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                host = field.Substring("Host:".Length).Trim();
        }

        var name = host.Split(':')[0];
        if (request.StartsWith($"GET {Path} HTTP/1.", StringComparison.Ordinal)
            && name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase)
            && _texts.TryGetValue(name.Substring(HostPrefix.Length), out var text))
            Answer(connection, "200 OK", text);
        else
            Answer(connection, "404 Not Found", "");
        connection.Finish();
    }

    private static void Answer(SandboxConnection connection, string status, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        connection.Reply($"HTTP/1.1 {status}");
        connection.Reply("Content-Type: text/plain; charset=utf-8");
        connection.Reply($"Content-Length: {body.Length}");
        connection.Reply("Connection: close");
        connection.Reply("");
        connection.Write(body, 0, body.Length);
    }
}
