using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns;

/// <summary>A name server as a person writes it: <c>host</c>, <c>host:port</c>, <c>[v6]:port</c> or a bare IPv6 address.</summary>
public sealed class DnsServerAddress
{
    /// <summary>The port of DNS, 53.</summary>
    public const int DefaultPort = 53;

    private DnsServerAddress(string host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>An IP address without brackets, or a host name.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Reads one of the forms above.</summary>
    /// <param name="text">For example <c>192.0.2.53</c>, <c>127.0.0.1:5353</c>, <c>[2001:db8::53]:53</c> or <c>fe80::1%eth0</c>.</param>
    /// <exception cref="MailException">InvalidParameter.</exception>
    public static DnsServerAddress Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith("[", System.StringComparison.Ordinal))
        {
            return ParseBracketed(trimmed);
        }

        var colon = trimmed.IndexOf(':');
        if (colon < 0 || colon != trimmed.LastIndexOf(':'))
        {
            return colon < 0 ? Host4OrName(trimmed, DefaultPort) : HostV6(trimmed, DefaultPort);
        }

        return Host4OrName(trimmed.Substring(0, colon), ParsePort(trimmed.Substring(colon + 1)));
    }

    /// <summary>The addresses to ask. A host name is looked up through the machine's own resolver.</summary>
    /// <exception cref="MailException">NameResolutionFailed.</exception>
    public IPEndPoint[] GetEndPoints()
    {
        if (IPAddress.TryParse(Host, out var address))
        {
            return [new IPEndPoint(address, Port)];
        }

        try
        {
            return System.Net.Dns.GetHostAddresses(Host).Select(found => new IPEndPoint(found, Port)).ToArray();
        }
        catch (SocketException failure)
        {
            throw new MailArgumentException(
                MailErrors.NameResolutionFailed, nameof(DnsServerAddress), $"{Host} has no address: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Host.IndexOf(':') >= 0
            ? string.Format(CultureInfo.InvariantCulture, "[{0}]:{1}", Host, Port)
            : string.Format(CultureInfo.InvariantCulture, "{0}:{1}", Host, Port);

    private static DnsServerAddress ParseBracketed(string text)
    {
        var end = text.IndexOf(']');
        if (end < 0)
        {
            throw Invalid("has no closing bracket");
        }

        var rest = text.Substring(end + 1);
        var port = DefaultPort;
        if (rest.Length > 0)
        {
            port = rest[0] == ':' ? ParsePort(rest.Substring(1)) : throw Invalid("has something other than a port behind its bracket");
        }

        return HostV6(text.Substring(1, end - 1), port);
    }

    private static DnsServerAddress HostV6(string host, int port) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? new DnsServerAddress(host, port)
            : throw Invalid("is not an IPv6 address; host:port and [v6]:port are the forms with a port");

    private static DnsServerAddress Host4OrName(string host, int port)
    {
        var isAddress = IPAddress.TryParse(host, out var address);
        if (isAddress && address!.ToString() != host)
        {
            // The platform reads 127.1 and 0x7f000001 as addresses; a person who wrote that meant something else.
            throw Invalid("is not an IPv4 address of four decimal numbers");
        }

        return new DnsServerAddress(isAddress ? host : MailDomain.Parse(host), port);
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= IPEndPoint.MinPort + 1 and <= IPEndPoint.MaxPort
            ? port
            : throw Invalid("has a port that is not a number from 1 to 65535");

    private static MailException Invalid(string fault) =>
        new(MailErrors.InvalidParameter, $"The name server address {fault}.");
}
