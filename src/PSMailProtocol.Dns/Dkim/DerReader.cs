using System;

namespace PSMailProtocol.Dns.Dkim;

/// <summary>Reads DER (X.690) as far as a public key needs it. What does not fit is null, never an exception.</summary>
internal readonly struct DerReader
{
    internal const byte Integer = 0x02;
    internal const byte BitString = 0x03;
    internal const byte ObjectId = 0x06;
    internal const byte Sequence = 0x30;

    private readonly byte[] _octets;
    private readonly int _end;

    internal DerReader(byte[] octets)
        : this(octets, 0, octets.Length)
    {
    }

    private DerReader(byte[] octets, int start, int end)
    {
        _octets = octets;
        Start = start;
        _end = end;
    }

    internal int Start { get; }

    internal int Length => _end - Start;

    internal bool IsEmpty => Length <= 0;

    internal byte this[int index] => _octets[Start + index];

    /// <summary>The value of the next element, if it is of that kind, and what is behind it.</summary>
    internal DerReader? Read(byte tag, out DerReader rest)
    {
        rest = this;
        if (Length < 2 || this[0] != tag)
            return null;

        var header = 2;
        int length = this[1];
        if (length >= 0x80)
        {
            // More than three octets of length are more than a record can hold.
            var count = length - 0x80;
            if (count is 0 or > 3 || Length < 2 + count)
                return null;

            length = 0;
            for (var i = 0; i < count; i++)
                length = (length << 8) | this[2 + i];
            header += count;
        }

        if (length > Length - header)
            return null;

        var start = Start + header;
        rest = new DerReader(_octets, start + length, _end);
        return new DerReader(_octets, start, start + length);
    }

    /// <summary>The content of a bit string of whole octets.</summary>
    internal DerReader? WithoutUnusedBits() => Length > 0 && this[0] == 0 ? new DerReader(_octets, Start + 1, _end) : null;

    internal bool Is(byte[] value)
    {
        if (Length != value.Length)
            return false;

        for (var i = 0; i < value.Length; i++)
        {
            if (this[i] != value[i])
                return false;
        }

        return true;
    }

    /// <summary>How many bits a positive integer has; zero for none, or one that is negative.</summary>
    internal int BitLength()
    {
        var first = 0;
        while (first < Length && this[first] == 0)
            first++;
        if (first == Length || (first == 0 && this[0] >= 0x80))
            return 0;

        var bits = (Length - first - 1) * 8;
        for (var top = this[first]; top > 0; top >>= 1)
            bits++;
        return bits;
    }
}
