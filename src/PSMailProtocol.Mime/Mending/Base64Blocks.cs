using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Base64 whose padding is missing, in part or in full, at its end or where another block follows. To the library the padding is
/// an octet like any other, so that it drops a group that lacks some, and reads what follows from the wrong place.
/// </summary>
internal sealed class Base64Blocks() : ContentDecoder(new MimeKit.Encodings.Base64Decoder())
{
    private static readonly byte[] Padding = [(byte)'='];

    private readonly byte[] _last = new byte[4];

    public override int Decode(byte[] encoded, ref int index, int end, byte[] decoded)
    {
        var padding = Array.IndexOf(encoded, Padding[0], index, end - index);
        var count = Decoder.Decode(encoded, index, (padding < 0 ? end : padding) - index, decoded);
        for (index = padding < 0 ? end : padding; index < end && encoded[index] == Padding[0];)
            index++;
        return padding < 0 ? count : EndBlock(decoded, count);
    }

    public override int Finish(byte[] decoded) => EndBlock(decoded, 0);

    // One padding completes a group of three, two a group of two; what is less is no octet.
    private int EndBlock(byte[] decoded, int count)
    {
        var last = Decoder.Decode(Padding, 0, 1, _last);
        if (last == 0)
            last = Decoder.Decode(Padding, 0, 1, _last);
        Buffer.BlockCopy(_last, 0, decoded, count, last);
        Decoder.Reset();
        return count + last;
    }
}
