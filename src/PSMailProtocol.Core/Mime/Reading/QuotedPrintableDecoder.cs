using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// Quoted-printable (RFC 2045 section 6.7): white space at the end of a line was added on the way and goes, an equals
/// sign that begins nothing stays.
/// </summary>
internal sealed class QuotedPrintableDecoder : TransferDecoder
{
    private static readonly bool[] IsOrdinary = CreateOrdinary();

    private readonly OctetBuffer _heldSpace = new(16);
    private State _state;
    private byte _firstDigit;

    private enum State
    {
        Text,
        AfterEquals,
        AfterDigit,
        SoftBreak,
    }

    public override long GetMaxLength(long count) => count + _heldSpace.Count + 4;

    public override int Decode(byte[] input, int offset, int count, byte[] output, int outputOffset)
    {
        var written = outputOffset;
        for (var i = 0; i < _heldSpace.Count; i++)
        {
            output[written++] = _heldSpace.Bytes[i];
        }

        // Where the white space begins that ends what is written so far.
        var space = outputOffset;
        _heldSpace.Clear();
        var end = offset + count;
        for (var i = offset; i < end; i++)
        {
            var octet = input[i];
            if (_state != State.Text)
            {
                i += DecodeEscape(octet, output, ref written);
                space = _state == State.Text ? written : space;
                continue;
            }

            if (IsOrdinary[octet])
            {
                do
                {
                    output[written++] = octet;
                }
                while (++i < end && IsOrdinary[octet = input[i]]);
                space = written;
                i--;
            }
            else if (octet == '=')
            {
                _state = State.AfterEquals;
                space = written;
            }
            else if (octet is (byte)' ' or (byte)'\t')
            {
                output[written++] = octet;
            }
            else
            {
                AppendLineEnd(octet, output, ref space, ref written);
            }
        }

        HoldSpace(output, space, ref written);
        return written - outputOffset;
    }

    public override int Finish(byte[] output, int outputOffset)
    {
        var written = outputOffset;
        if (_state is State.AfterEquals or State.AfterDigit)
        {
            // "=" at the very end is a soft break of a line that never came.
            IsDamaged |= _state == State.AfterDigit;
            if (_state == State.AfterDigit)
            {
                output[written++] = (byte)'=';
                output[written++] = _firstDigit;
            }
        }

        _state = State.Text;
        return written - outputOffset;
    }

    // A CR waits as white space does until it is known whether a LF follows.
    private static void AppendLineEnd(byte octet, byte[] output, ref int space, ref int written)
    {
        if (octet == '\n')
        {
            var hasReturn = space < written && output[written - 1] == '\r';
            written = space;
            if (hasReturn)
            {
                output[written++] = (byte)'\r';
            }
        }

        output[written++] = octet;
        space = octet == '\n' ? written : space;
    }

    // White space and a CR at the end of a piece wait for what the next one begins with.
    private void HoldSpace(byte[] output, int space, ref int written)
    {
        if (space < written)
        {
            _heldSpace.Add(output, space, written - space);
            written = space;
        }
    }

    // Returns -1 when the octet is to be looked at again.
    private int DecodeEscape(byte octet, byte[] output, ref int written)
    {
        switch (_state)
        {
            case State.AfterEquals when Hexadecimal.Value(octet) >= 0:
                _firstDigit = octet;
                _state = State.AfterDigit;
                return 0;
            case State.AfterEquals when octet is (byte)' ' or (byte)'\t' or (byte)'\r':
                _state = State.SoftBreak;
                return 0;
            case State.AfterEquals when octet == '\n':
                _state = State.Text;
                return 0;
            case State.AfterDigit when Hexadecimal.Value(octet) >= 0:
                output[written++] = (byte)((Hexadecimal.Value(_firstDigit) << 4) | Hexadecimal.Value(octet));
                _state = State.Text;
                return 0;
            case State.SoftBreak when octet is (byte)' ' or (byte)'\t' or (byte)'\r':
                return 0;
            case State.SoftBreak when octet == '\n':
                _state = State.Text;
                return 0;
        }

        IsDamaged = true;
        output[written++] = (byte)'=';
        if (_state == State.AfterDigit)
        {
            output[written++] = _firstDigit;
        }

        _state = State.Text;
        return -1;
    }

    private static bool[] CreateOrdinary()
    {
        var ordinary = new bool[256];
        for (var i = 0; i < ordinary.Length; i++)
        {
            ordinary[i] = i is not ('=' or ' ' or '\t' or '\r' or '\n');
        }

        return ordinary;
    }
}
