using System;
using System.Net;
using System.Net.Sockets;

namespace PSMailProtocol.Dns.Spf;

/// <summary>Addresses and prefixes as RFC 7208 section 5.6 writes them, which is stricter than what the platform reads.</summary>
internal static class SpfNetwork
{
    internal const int MaximumPrefix4 = 32;
    internal const int MaximumPrefix6 = 128;

    private const int MaximumDigits = 3;

    /// <summary>Whether both are of one family and alike in their first bits.</summary>
    internal static bool Contains(IPAddress network, int prefix, IPAddress address)
    {
        if (network.AddressFamily != address.AddressFamily)
            return false;

        var one = network.GetAddressBytes();
        var other = address.GetAddressBytes();
        for (var i = 0; i < one.Length && prefix > 0; i++, prefix -= 8)
        {
            var mask = prefix >= 8 ? 0xFF : 0xFF << (8 - prefix);
            if (((one[i] ^ other[i]) & mask) != 0)
                return false;
        }

        return true;
    }

    /// <summary>Four numbers without leading zeros.</summary>
    internal static IPAddress? ParseV4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4)
            return null;

        var octets = new byte[4];
        for (var i = 0; i < parts.Length; i++)
        {
            if (ParseNumber(parts[i], byte.MaxValue) is not { } octet)
                return null;
            octets[i] = (byte)octet;
        }

        return new IPAddress(octets);
    }

    /// <summary>RFC 4291 section 2.2, without scope, brackets or port.</summary>
    internal static IPAddress? ParseV6(string text)
    {
        if (text.IndexOf(':') < 0 || (text[0] == ':' && !text.StartsWith("::", StringComparison.Ordinal)))
            return null;

        foreach (var character in text)
        {
            if (character is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.'))
                return null;
        }

        return IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;
    }

    /// <summary>Digits without a leading zero, up to a value.</summary>
    internal static int? ParseNumber(string text, int most)
    {
        if (text.Length is 0 or > MaximumDigits || (text.Length > 1 && text[0] == '0'))
            return null;

        var value = 0;
        foreach (var character in text)
        {
            if (character is < '0' or > '9')
                return null;
            value = (value * 10) + character - '0';
        }

        return value <= most ? value : null;
    }
}
