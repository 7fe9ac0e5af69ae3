using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PSMailProtocol.Sandbox.Dns;

/// <content>Records by their text, as master files have it (RFC 1035 section 5.1).</content>
public sealed partial class SandboxZone
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>Adds a record whose data is text.</summary>
    /// <param name="name">The name; for PTR also an address.</param>
    /// <param name="type">A, AAAA, CNAME, MX, TXT, PTR, SRV or TLSA in any letter case.</param>
    /// <param name="data">
    /// The data, such as <c>192.0.2.1</c>, <c>10 mail.example.com</c> or <c>3 1 1 8CB0…</c>; the text itself for TXT. An MX without a
    /// preference has 10, and a dot alone is the null MX (RFC 7505).
    /// </param>
    /// <exception cref="MailException">InvalidDomainName, InvalidParameter.</exception>
    public SandboxZone Add(string name, string type, string data) => type.ToUpperInvariant() switch
    {
        "A" => AddAddress(name, Address(data, AddressFamily.InterNetwork, "192.0.2.1")),
        "AAAA" => AddAddress(name, Address(data, AddressFamily.InterNetworkV6, "2001:db8::1")),
        "CNAME" => AddCname(name, data.Trim()),
        "MX" => AddMx(name, data),
        "TXT" => AddTxt(name, data),
        "PTR" => AddPtr(name, data.Trim()),
        "SRV" => AddSrv(name, data),
        "TLSA" => AddTlsa(name, data),
        _ => throw Unreadable($"\"{type}\" is no type of record that there can be here: A, AAAA, CNAME, MX, TXT, PTR, SRV or TLSA."),
    };

    private SandboxZone AddMx(string domain, string data)
    {
        var words = data.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        ushort preference = 10;
        return words.Length switch
        {
            1 when words[0] == "." => AddNullMx(domain),
            1 when !words[0].All(char.IsDigit) => AddMx(domain, preference, words[0]),
            2 when ushort.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out preference) =>
                AddMx(domain, preference, words[1]),
            _ => throw Unreadable($"\"{data}\" is no preference and exchanger, such as 10 mail.example.com."),
        };
    }

    private SandboxZone AddSrv(string name, string data)
    {
        var words = data.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Take(3)
            .Select(word => ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return words.Length == 4 && numbers.All(number => number >= 0)
            ? AddSrv(name, numbers[0], numbers[1], numbers[2], words[3])
            : throw Unreadable($"\"{data}\" is no priority, weight, port and host, such as 0 1 993 mail.example.com.");
    }

    private SandboxZone AddTlsa(string name, string data)
    {
        var words = data.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        var hex = string.Concat(words.Skip(3));
        if (words.Length < 4 || hex.Length % 2 != 0 || !hex.All(Uri.IsHexDigit)
            || !TryOctet(words[0], out var usage) || !TryOctet(words[1], out var selector) || !TryOctet(words[2], out var matching))
        {
            throw Unreadable($"\"{data}\" is no usage, selector, matching type and hexadecimal digits, such as 3 1 1 8CB0A0FF.");
        }

        var octets = new byte[hex.Length / 2];
        for (var i = 0; i < octets.Length; i++)
        {
            octets[i] = byte.Parse(hex.Substring(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return AddTlsa(name, usage, selector, matching, octets);
    }

    private static IPAddress Address(string data, AddressFamily family, string example) =>
        IPAddress.TryParse(data.Trim(), out var address) && address.AddressFamily == family
            && (family != AddressFamily.InterNetwork || data.Count(c => c == '.') == 3)
            ? address
            : throw Unreadable($"\"{data}\" is no address such as {example}.");

    private static bool TryOctet(string text, out byte octet) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out octet);

    private static MailException Unreadable(string message) => new(MailErrors.InvalidParameter, message);
}
