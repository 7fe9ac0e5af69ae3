using System;
using System.Buffers.Text;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Mime;

/// <summary>
/// A stream that passes on in base64 what is written to it, in lines of 76 characters (RFC 2045 section 6.8). The end of the
/// last line is not written: it is the delimiter's that follows (RFC 2046 section 5.1.1).
/// </summary>
internal sealed class Base64Sink : WriteOnlyStream
{
    private const int OctetsOfLine = 57;
    private const int CharactersOfLine = 76;
    private const int LinesOfBlock = 512;

    private readonly byte[] _block = new byte[OctetsOfLine * LinesOfBlock];
    private readonly byte[] _characters = new byte[CharactersOfLine * LinesOfBlock];
    private readonly byte[] _lines = new byte[(CharactersOfLine + 2) * LinesOfBlock];
    private readonly Stream _destination;
    private int _filled;
    private long _length;

    public Base64Sink(Stream destination) => _destination = destination;

    public override long Length => _length;

    /// <summary>How many octets a content of so many becomes.</summary>
    public static long EncodedLength(long length)
    {
        long characters = checked((length + 2) / 3 * 4);
        return characters == 0 ? 0 : characters + ((characters - 1) / CharactersOfLine * 2);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int part = Math.Min(count, _block.Length - _filled);
            Buffer.BlockCopy(buffer, offset, _block, _filled, part);
            _filled += part;
            _length += part;
            offset += part;
            count -= part;
            if (_filled == _block.Length)
                Complete();
        }
    }

    /// <summary>Writes what is left, with its padding.</summary>
    public void Complete()
    {
        Base64.EncodeToUtf8(_block.AsSpan(0, _filled), _characters, out _, out int length);
        int position = 0;
        for (int line = 0; line < length; line += CharactersOfLine)
        {
            // All lines but the very first begin with the end of the one before.
            if (line > 0 || _length > _filled)
            {
                _lines[position++] = (byte)'\r';
                _lines[position++] = (byte)'\n';
            }

            int count = Math.Min(CharactersOfLine, length - line);
            Buffer.BlockCopy(_characters, line, _lines, position, count);
            position += count;
        }

        _destination.Write(_lines, 0, position);
        _filled = 0;
    }
}
