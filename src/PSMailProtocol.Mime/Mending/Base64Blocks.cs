using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>
/// Base64 whose padding is missing, in part or in full, at its end or where another block follows. To the library the padding is
/// an octet like any other, so that it drops a group that lacks some, and reads what follows from the wrong place.
/// </summary>
internal sealed class Base64Blocks(Stream encoded) : DecodingStream(encoded, new MimeKit.Encodings.Base64Decoder())
{
    private static readonly byte[] Padding = [(byte)'='];

    protected override int Decode(byte[] octets, int start, int length, int offset)
    {
        var (end, next) = (start + length, offset);
        for (int padding; (padding = Array.IndexOf(octets, Padding[0], start, end - start)) >= 0; start = padding + 1)
        {
            next += base.Decode(octets, start, padding - start, next);
            next += Finish(next);
            while (padding + 1 < end && octets[padding + 1] == Padding[0])
                padding++;
        }

        return next + base.Decode(octets, start, end - start, next) - offset;
    }

    // One padding completes a group of three, two a group of two; what is less is no octet.
    protected override int Finish(int offset)
    {
        var count = base.Decode(Padding, 0, 1, offset);
        count += count > 0 ? 0 : base.Decode(Padding, 0, 1, offset);
        return count + base.Finish(offset);
    }
}
