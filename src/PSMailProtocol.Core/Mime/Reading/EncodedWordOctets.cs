using System;

namespace PSMailProtocol.Mime;

/// <summary>The octets of a run of encoded-words, from the encodings B and Q (RFC 2047 section 4).</summary>
internal sealed class EncodedWordOctets
{
    private int _count;

    // Base64 that an earlier word of the run left in the middle of a quantum.
    private int _sextets;
    private int _bits;

    public byte[] Buffer { get; private set; } = new byte[256];

    /// <summary>Adds the octets of a word; false when its text is not what its encoding wants.</summary>
    public bool Append(byte[] buffer, EncodedWord word)
    {
        Reserve(word.TextEnd - word.TextStart + 3);
        return word.IsBase64
            ? AppendBase64(buffer, word.TextStart, word.TextEnd)
            : AppendQ(buffer, word.TextStart, word.TextEnd);
    }

    /// <summary>Ends the run; its octets are in <see cref="Buffer"/> until the next one begins.</summary>
    public int End()
    {
        Reserve(3);
        EndQuantum();
        var count = _count;
        _count = 0;
        return count;
    }

    public void Trim(int size)
    {
        if (Buffer.Length > size)
        {
            Buffer = new byte[256];
        }
    }

    private bool AppendQ(byte[] buffer, int start, int end)
    {
        EndQuantum();
        var valid = true;
        for (var i = start; i < end; i++)
        {
            var octet = buffer[i];
            if (octet == '_')
            {
                octet = (byte)' ';
            }
            else if (octet == '=')
            {
                var value = i + 2 < end ? (Hexadecimal.Value(buffer[i + 1]) << 4) | Hexadecimal.Value(buffer[i + 2]) : -1;
                valid &= value >= 0;
                i += value >= 0 ? 2 : 0;
                octet = value >= 0 ? (byte)value : octet;
            }
            else if (octet is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            Buffer[_count++] = octet;
        }

        return valid;
    }

    private bool AppendBase64(byte[] buffer, int start, int end)
    {
        var valid = true;
        for (var i = start; i < end; i++)
        {
            var value = Base64Alphabet.Values[buffer[i]];
            if (value < 64)
            {
                _bits = (_bits << 6) | value;
                if (++_sextets == 4)
                {
                    EmitQuantum();
                }
            }
            else if (value == Base64Alphabet.Padding)
            {
                EndQuantum();
            }
            else
            {
                valid &= value == Base64Alphabet.Space;
            }
        }

        // A quantum without padding whose spare bits are used goes on in the next word.
        if (_sextets is 2 && (_bits & 0xF) == 0 || _sextets is 3 && (_bits & 0x3) == 0)
        {
            EndQuantum();
        }

        return valid;
    }

    private void EmitQuantum()
    {
        Buffer[_count++] = (byte)(_bits >> 16);
        Buffer[_count++] = (byte)(_bits >> 8);
        Buffer[_count++] = (byte)_bits;
        _sextets = 0;
        _bits = 0;
    }

    private void EndQuantum()
    {
        if (_sextets == 3)
        {
            Buffer[_count++] = (byte)(_bits >> 10);
            Buffer[_count++] = (byte)(_bits >> 2);
        }
        else if (_sextets == 2)
        {
            Buffer[_count++] = (byte)(_bits >> 4);
        }

        _sextets = 0;
        _bits = 0;
    }

    private void Reserve(int count)
    {
        if (Buffer.Length - _count < count)
        {
            var grown = Buffer;
            Array.Resize(ref grown, Math.Max(Buffer.Length * 2, _count + count));
            Buffer = grown;
        }
    }
}
