using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSMailProtocol.Net;

/// <summary>
/// Whom a certificate is made out to by its subject alternative name, which alone counts: the common name says nothing any
/// more (RFC 9525 section 2). The platforms still take it where there is no other name.
/// </summary>
internal sealed class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>The tags of RFC 5280 section 4.2.1.6: dNSName [2] and iPAddress [7], and the SEQUENCE around all names.</summary>
    private const byte Sequence = 0x30;
    private const byte Domain = 0x82;
    private const byte Address = 0x87;

    private readonly List<string> _domains = [];
    private readonly List<byte[]> _addresses = [];

    private CertificateNames()
    {
    }

    /// <summary>Whether there is any name for a server.</summary>
    public bool IsEmpty => _domains.Count == 0 && _addresses.Count == 0;

    /// <summary>Every name: domains as A-labels, then addresses.</summary>
    public IEnumerable<string> All => _domains.Concat(_addresses.Select(Printed));

    /// <summary>Reads the names of a certificate. What cannot be read holds none.</summary>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var names = new CertificateNames();
        if (certificate.Extensions[SubjectAlternativeName] is { } extension)
            names.Read(extension.RawData);
        return names;
    }

    /// <summary>Whether the certificate is made out to a host.</summary>
    /// <param name="host">The host's name, as A-labels, or its address.</param>
    public bool Include(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return _addresses.Any(address.GetAddressBytes().SequenceEqual);

        var name = host.EndsWith(".", StringComparison.Ordinal) ? host.Substring(0, host.Length - 1) : host;
        return name.Length > 0 && _domains.Any(domain => Fits(domain, name));
    }

    /// <summary>The names, for an error.</summary>
    public override string ToString() => string.Join(", ", All);

    /// <summary>RFC 9525 section 6.3: a wildcard is the whole of the first label and stands for exactly one label.</summary>
    private static bool Fits(string domain, string name)
    {
        if (!domain.StartsWith("*.", StringComparison.Ordinal))
            return string.Equals(domain, name, StringComparison.OrdinalIgnoreCase);

        var dot = name.IndexOf('.');
        return dot > 0 && string.Equals(domain.Substring(1), name.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static string Printed(byte[] address) =>
        address.Length is 4 or 16 ? new IPAddress(address).ToString() : BitConverter.ToString(address);

    private void Read(byte[] der)
    {
        var position = 0;
        if (!TryHeader(der, ref position, der.Length, out var tag, out var length) || tag != Sequence)
            return;

        var end = position + length;
        while (TryHeader(der, ref position, end, out tag, out length))
        {
            if (tag == Domain)
                _domains.Add(Encoding.ASCII.GetString(der, position, length));
            else if (tag == Address)
                _addresses.Add(der.Skip(position).Take(length).ToArray());
            position += length;
        }
    }

    /// <summary>Reads a tag of one octet and a length of up to three octets, and whether the content is all there.</summary>
    private static bool TryHeader(byte[] der, ref int position, int end, out byte tag, out int length)
    {
        tag = 0;
        length = 0;
        if (end - position < 2)
            return false;

        tag = der[position++];
        length = der[position++];
        if (length > 0x7F)
        {
            var octets = length & 0x7F;
            if (octets is 0 or > 3 || end - position < octets)
                return false;
            length = 0;
            while (octets-- > 0)
                length = (length << 8) | der[position++];
        }

        return length <= end - position;
    }
}
