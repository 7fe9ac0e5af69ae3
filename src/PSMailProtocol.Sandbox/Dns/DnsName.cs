using System;
using System.Globalization;
using System.Text;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>
/// A domain name in its uncompressed wire form: labels of 1 to 63 octets, each after its length, then a zero octet,
/// at most 255 octets together (RFC 1035 section 3.1). Two names are equal without regard to ASCII case (RFC 4343).
/// </summary>
internal sealed class DnsName : IEquatable<DnsName>
{
    internal const int MaximumLabelLength = 63;
    internal const int MaximumLength = 255;

    private readonly byte[] _wire;
    private string? _text;

    /// <summary>Takes a wire form that its maker has checked.</summary>
    internal DnsName(byte[] wire) => _wire = wire;

    /// <summary>The root, the empty name.</summary>
    internal static DnsName Root { get; } = new([0]);

    /// <summary>The wire form; not to be changed.</summary>
    internal byte[] Wire => _wire;

    internal bool IsRoot => _wire.Length == 1;

    /// <summary>Reads the presentation form of RFC 1035 section 5.1, with or without the final dot; "." is the root.</summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    internal static DnsName Parse(string text)
    {
        if (text == ".")
        {
            return Root;
        }

        return new DnsNameBuilder(text).Build();
    }

    /// <summary>Whether this name is <paramref name="other"/> or lies beneath it.</summary>
    internal bool IsWithin(DnsName other)
    {
        var start = 0;
        while (_wire.Length - start > other._wire.Length)
        {
            start += _wire[start] + 1;
        }

        return _wire.Length - start == other._wire.Length && EqualFrom(start, other._wire);
    }

    /// <summary>The name without its first label. The root has none.</summary>
    internal DnsName Parent()
    {
        var skip = _wire[0] + 1;
        var wire = new byte[_wire.Length - skip];
        Buffer.BlockCopy(_wire, skip, wire, 0, wire.Length);
        return new DnsName(wire);
    }

    /// <inheritdoc/>
    public bool Equals(DnsName? other) =>
        other is not null && other._wire.Length == _wire.Length && EqualFrom(0, other._wire);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DnsName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var octet in _wire)
        {
            hash = unchecked((hash * 31) + Lower(octet));
        }

        return hash;
    }

    /// <summary>The presentation form without the final dot, "." for the root; anything unprintable as \DDD.</summary>
    public override string ToString() => _text ??= Present();

    // A length octet is at most 63, below 'A', so that the whole form can be compared like text.
    private bool EqualFrom(int start, byte[] other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            if (Lower(_wire[start + i]) != Lower(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Lower(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet + 32) : octet;

    private string Present()
    {
        if (IsRoot)
        {
            return ".";
        }

        var text = new StringBuilder(_wire.Length);
        for (var start = 0; _wire[start] != 0; start += _wire[start] + 1)
        {
            if (text.Length > 0)
            {
                text.Append('.');
            }

            for (var i = start + 1; i <= start + _wire[start]; i++)
            {
                PresentOctet(text, _wire[i]);
            }
        }

        return text.ToString();
    }

    private static void PresentOctet(StringBuilder text, byte octet)
    {
        if (octet is <= 0x20 or >= 0x7F)
        {
            text.Append('\\').Append(octet.ToString("D3", CultureInfo.InvariantCulture));
            return;
        }

        if (octet is (byte)'.' or (byte)'\\' or (byte)'"' or (byte)';' or (byte)'(' or (byte)')' or (byte)'@' or (byte)'$')
        {
            text.Append('\\');
        }

        text.Append((char)octet);
    }
}
