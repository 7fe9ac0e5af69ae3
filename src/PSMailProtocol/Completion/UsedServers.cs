using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Completion;

/// <summary>
/// The servers to which this process was connected, for completion: hosts and nothing else, in memory and only so many. A name
/// that would be more than a word on a command line, which a name server may have made up, is not among them.
/// </summary>
internal static class UsedServers
{
    /// <summary>The protocol of name servers.</summary>
    public const string Dns = "DNS";

    private const int Most = 20;

    private static readonly Regex Word = new(@"\A[\p{L}\p{Nd}_:][\p{L}\p{Nd}_:.%-]{0,254}\z");
    private static readonly List<(string Protocol, string Host)> Servers = [];

    /// <summary>Notes a server.</summary>
    /// <param name="protocol">SMTP, POP3, IMAP or <see cref="Dns"/>.</param>
    /// <param name="host">Its name or address.</param>
    public static void Note(string protocol, string host)
    {
        if (!Word.IsMatch(host))
            return;

        lock (Servers)
        {
            Servers.Remove((protocol, host));
            Servers.Insert(0, (protocol, host));
            if (Servers.Count > Most)
                Servers.RemoveAt(Most);
        }
    }

    /// <summary>Those that were noted, the newest first.</summary>
    public static IReadOnlyList<(string Protocol, string Host)> Newest()
    {
        lock (Servers)
            return [.. Servers];
    }
}
