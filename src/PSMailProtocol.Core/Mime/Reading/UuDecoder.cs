using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Uuencoded data between its <c>begin</c> and <c>end</c> lines (POSIX uuencode).</summary>
internal sealed class UuDecoder : TransferDecoder
{
    // A line carries at most 63 octets in 84 characters; the rest of a longer one is padding or garbage.
    private const int MaxLine = 256;

    private readonly OctetBuffer _line = new(96);
    private bool _hasBegun;
    private bool _hasEnded;

    public override long GetMaxLength(long count) => (count + _line.Count) + 64;

    public override int Decode(byte[] input, int offset, int count, byte[] output, int outputOffset)
    {
        var written = outputOffset;
        var end = offset + count;
        for (var i = offset; i < end && !_hasEnded; i++)
        {
            if (input[i] == '\n')
            {
                EndLine(output, ref written);
            }
            else if (_line.Count < MaxLine)
            {
                _line.Add(input[i]);
            }
        }

        return written - outputOffset;
    }

    public override int Finish(byte[] output, int outputOffset)
    {
        var written = outputOffset;
        EndLine(output, ref written);
        IsDamaged |= !_hasBegun || !_hasEnded;
        return written - outputOffset;
    }

    private void EndLine(byte[] output, ref int written)
    {
        var length = _line.Count;
        while (length > 0 && _line.Bytes[length - 1] == '\r')
        {
            length--;
        }

        if (!_hasBegun)
        {
            _hasBegun = length > 6 && FieldNames.Equals(_line.Bytes, 0, 6, "begin ");
        }
        else if (length == 3 && FieldNames.Equals(_line.Bytes, 0, 3, "end"))
        {
            _hasEnded = true;
        }
        else if (length > 0)
        {
            DecodeLine(length, output, ref written);
        }

        _line.Clear();
    }

    private void DecodeLine(int length, byte[] output, ref int written)
    {
        var line = _line.Bytes;
        var octets = Value(line[0]);
        var available = (length - 1) * 3 / 4;
        IsDamaged |= octets > available && !HasLostTrailingSpaces(octets, length);
        for (var i = 1; octets > 0 && i < length; i += 4, octets -= 3)
        {
            var quantum = (At(i, length) << 18) | (At(i + 1, length) << 12) | (At(i + 2, length) << 6) | At(i + 3, length);
            for (var octet = 0; octet < Math.Min(octets, 3); octet++)
            {
                output[written++] = (byte)(quantum >> (16 - (octet * 8)));
            }
        }
    }

    // Spaces stand for zero bits in old encoders, and mail loses them at the end of a line.
    private static bool HasLostTrailingSpaces(int octets, int length) => length - 1 >= octets;

    private int At(int index, int length) => index < length ? Value(_line.Bytes[index]) : 0;

    private static int Value(byte octet) => (octet - ' ') & 0x3F;
}
