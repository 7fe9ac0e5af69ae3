using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace PSMailProtocol.Dns;

/// <summary>
/// The name servers that this machine is set to use. A machine without one gets none: no public resolver is asked behind its back.
/// </summary>
internal static class SystemNameServers
{
    private const string ResolverConfiguration = "/etc/resolv.conf";

    // Windows lists these site-local placeholders (deprecated by RFC 3879) where IPv6 has no name server.
    private static readonly string[] Placeholders = ["fec0:0:0:ffff::1", "fec0:0:0:ffff::2", "fec0:0:0:ffff::3"];

    /// <summary>Reads the settings as they are now.</summary>
    /// <exception cref="MailException">DnsServerNotConfigured.</exception>
    internal static IReadOnlyList<IPEndPoint> Read() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? RequireAny(OfInterfaces(), "The network interfaces of this machine have")
            : ReadResolverConfiguration(ResolverConfiguration);

    /// <summary>Reads a resolv.conf.</summary>
    /// <exception cref="MailException">DnsServerNotConfigured: it names none, or cannot be read.</exception>
    internal static IReadOnlyList<IPEndPoint> ReadResolverConfiguration(string path)
    {
        try
        {
            return RequireAny(ParseResolverConfiguration(File.ReadAllText(path)), $"{path} has");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailException(MailErrors.DnsServerNotConfigured, $"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// The nameserver lines of a resolv.conf, in their order. Other lines, and lines that make no sense, say nothing here.
    /// </summary>
    internal static IReadOnlyList<IPEndPoint> ParseResolverConfiguration(string text)
    {
        var servers = new List<IPEndPoint>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] == "nameserver" && IPAddress.TryParse(words[1], out var address))
            {
                servers.Add(new IPEndPoint(address, DnsServerAddress.DefaultPort));
            }
        }

        return servers;
    }

    private static IReadOnlyList<IPEndPoint> RequireAny(IReadOnlyList<IPEndPoint> servers, string where) =>
        servers.Count > 0 ? servers : throw new MailException(MailErrors.DnsServerNotConfigured, $"{where} no name server.");

    // An interface with a way out first: a virtual switch often names a server that knows nothing.
    private static List<IPEndPoint> OfInterfaces() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(card => card.GetIPProperties())
            .OrderBy(properties => properties.GatewayAddresses.Count == 0)
            .SelectMany(properties => properties.DnsAddresses)
            .Where(address => !Placeholders.Contains(WithoutScope(address)))
            .Distinct()
            .Select(address => new IPEndPoint(address, DnsServerAddress.DefaultPort))
            .ToList();

    private static string WithoutScope(IPAddress address) => address.ToString().Split('%')[0];
}
