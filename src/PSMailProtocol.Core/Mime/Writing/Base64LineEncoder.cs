using System;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Base64 in lines of 76 characters (RFC 2045 section 6.8), each with its CRLF.</summary>
/// <remarks>
/// A block goes through the platform's own base64, which is vectorised where the platform can, and then line by line
/// through its ASCII narrowing, which is so too. Blocks stay below the size of the large object heap.
/// </remarks>
internal sealed class Base64LineEncoder
{
    /// <summary>How many bytes are encoded at a time, a whole number of lines.</summary>
    public const int BlockLength = BytesOfLine * LinesOfBlock;

    private const int BytesOfLine = 57;
    private const int CharactersOfLine = 76;
    private const int LinesOfBlock = 512;

    private readonly byte[] _input = new byte[BlockLength];
    private readonly char[] _characters = new char[CharactersOfLine * LinesOfBlock];
    private readonly byte[] _output = new byte[(CharactersOfLine + 2) * LinesOfBlock];

    /// <summary>How many bytes a content of this length becomes, line ends included.</summary>
    public static long EncodedLength(long length)
    {
        long characters = checked((length + 2) / 3 * 4);
        return characters + ((characters + CharactersOfLine - 1) / CharactersOfLine * 2);
    }

    /// <summary>Encodes bytes that are in memory.</summary>
    public static void Encode(byte[] content, int count, OctetBuffer output)
    {
        char[] characters = new char[(count + 2) / 3 * 4];
        int length = Convert.ToBase64CharArray(content, 0, count, characters, 0);
        int room = checked((int)EncodedLength(count));
        output.Advance(NarrowLines(characters, length, output.Reserve(room), output.Count));
    }

    /// <summary>Encodes bytes of an array to a stream.</summary>
    public void Encode(byte[] content, int offset, long count, Stream destination)
    {
        int end = checked((int)(offset + count));
        for (int position = offset; position < end; position += _input.Length)
            EncodeBlock(content, position, Math.Min(_input.Length, end - position), destination);
    }

    /// <summary>Encodes bytes as they are read and tells how many there were, at most as many as asked for.</summary>
    /// <param name="read">Reads the next bytes.</param>
    /// <param name="count">How many bytes to encode.</param>
    /// <param name="destination">Where to.</param>
    public long Encode(ReadOctets read, long count, Stream destination)
    {
        long done = 0;
        while (done < count)
        {
            int wanted = (int)Math.Min(_input.Length, count - done);
            int block = ReadBlock(read, wanted);
            if (block > 0)
                EncodeBlock(_input, 0, block, destination);
            done += block;
            if (block < wanted)
                break;
        }

        return done;
    }

    /// <summary>A block must be full before it is encoded, or padding would stand in the middle.</summary>
    private int ReadBlock(ReadOctets read, int count)
    {
        int filled = 0;
        while (filled < count)
        {
            int got = read(_input, filled, count - filled);
            if (got == 0)
                break;
            filled += got;
        }

        return filled;
    }

    private void EncodeBlock(byte[] content, int offset, int count, Stream destination)
    {
        int length = Convert.ToBase64CharArray(content, offset, count, _characters, 0);
        destination.Write(_output, 0, NarrowLines(_characters, length, _output, 0));
    }

    private static int NarrowLines(char[] characters, int length, byte[] output, int start)
    {
        int position = start;
        for (int line = 0; line < length; line += CharactersOfLine)
        {
            position += Encoding.ASCII.GetBytes(characters, line, Math.Min(CharactersOfLine, length - line), output, position);
            output[position++] = (byte)'\r';
            output[position++] = (byte)'\n';
        }

        return position - start;
    }
}
