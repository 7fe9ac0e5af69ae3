namespace PSMailProtocol.Mime;

/// <summary>Base64 (RFC 2045 section 6.8): octets outside the alphabet are stepped over, padding in the middle begins anew.</summary>
internal sealed class Base64Decoder : TransferDecoder
{
    private const int NotInAlphabet = -1;

    // The sextet of an octet, shifted to each of its four places; negative for an octet outside the alphabet.
    private static readonly int[] First = CreateTable(18);
    private static readonly int[] Second = CreateTable(12);
    private static readonly int[] Third = CreateTable(6);
    private static readonly int[] Fourth = CreateTable(0);

    private int _bits;
    private int _sextets;

    public override long GetMaxLength(long count) => ((count + 3) / 4 * 3) + 3;

    public override int Decode(byte[] input, int offset, int count, byte[] output, int outputOffset)
    {
        var position = offset;
        var end = offset + count;
        var written = outputOffset;
        while (position < end)
        {
            if (_sextets == 0)
            {
                DecodeQuanta(input, ref position, end, output, ref written);
            }

            if (position < end)
            {
                DecodeOctet(input[position++], output, ref written);
            }
        }

        return written - outputOffset;
    }

    public override int Finish(byte[] output, int outputOffset)
    {
        var written = outputOffset;
        IsDamaged |= _sextets > 0;
        EndQuantum(output, ref written);
        return written - outputOffset;
    }

    private static void DecodeQuanta(byte[] input, ref int position, int end, byte[] output, ref int written)
    {
        var first = First;
        var second = Second;
        var third = Third;
        var fourth = Fourth;
        var i = position;
        var o = written;
        while (i <= end - 8)
        {
            // Two quanta at a time, the last octet of each first, so that one bounds check serves all of them.
            var right = fourth[input[i + 7]] | third[input[i + 6]] | second[input[i + 5]] | first[input[i + 4]];
            var left = fourth[input[i + 3]] | third[input[i + 2]] | second[input[i + 1]] | first[input[i]];
            if ((left | right) < 0)
            {
                break;
            }

            output[o + 5] = (byte)right;
            output[o + 4] = (byte)(right >> 8);
            output[o + 3] = (byte)(right >> 16);
            output[o + 2] = (byte)left;
            output[o + 1] = (byte)(left >> 8);
            output[o] = (byte)(left >> 16);
            i += 8;
            o += 6;
        }

        while (i <= end - 4)
        {
            var quantum = fourth[input[i + 3]] | third[input[i + 2]] | second[input[i + 1]] | first[input[i]];
            if (quantum < 0)
            {
                break;
            }

            output[o + 2] = (byte)quantum;
            output[o + 1] = (byte)(quantum >> 8);
            output[o] = (byte)(quantum >> 16);
            i += 4;
            o += 3;
        }

        position = i;
        written = o;
    }

    private void DecodeOctet(byte octet, byte[] output, ref int written)
    {
        var value = Base64Alphabet.Values[octet];
        if (value < 64)
        {
            _bits = (_bits << 6) | value;
            if (++_sextets == 4)
            {
                output[written++] = (byte)(_bits >> 16);
                output[written++] = (byte)(_bits >> 8);
                output[written++] = (byte)_bits;
                _sextets = 0;
                _bits = 0;
            }
        }
        else if (value == Base64Alphabet.Padding)
        {
            IsDamaged |= _sextets == 1;
            EndQuantum(output, ref written);
        }
        else
        {
            IsDamaged |= value != Base64Alphabet.Space;
        }
    }

    private void EndQuantum(byte[] output, ref int written)
    {
        if (_sextets == 3)
        {
            output[written++] = (byte)(_bits >> 10);
            output[written++] = (byte)(_bits >> 2);
        }
        else if (_sextets == 2)
        {
            output[written++] = (byte)(_bits >> 4);
        }

        _sextets = 0;
        _bits = 0;
    }

    private static int[] CreateTable(int shift)
    {
        var table = new int[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = Base64Alphabet.Values[i];
            table[i] = value < 64 ? value << shift : NotInAlphabet;
        }

        return table;
    }
}
