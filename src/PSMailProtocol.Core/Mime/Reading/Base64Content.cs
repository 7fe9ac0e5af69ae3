using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Decodes base64 that is in memory into an array of the right length at once, which the even lines of base64 tell in
/// advance. Where they are not even the array is grown or cut.
/// </summary>
internal static class Base64Content
{
    private const int PieceSize = 64 * 1024;
    private const int SmallPiece = 64;

    public static byte[] Decode(Base64Decoder decoder, byte[] input, int offset, int count, out int written)
    {
        var output = new byte[Estimate(input, offset, count)];
        written = 0;
        for (var done = 0; done < count;)
        {
            var room = output.Length - written;
            var piece = Math.Min(PieceSize, count - done);
            if (room < decoder.GetMaxLength(piece))
            {
                // As much as is sure to fit; line ends take no room, so this comes a few times and gets small.
                piece = (room - (int)decoder.GetMaxLength(0)) / 3 * 4;
            }

            if (piece < SmallPiece)
            {
                DecodeThroughScratch(decoder, input, offset + done, count - done, ref output, ref written);
                return output;
            }

            written += decoder.Decode(input, offset + done, piece, output, written);
            done += piece;
        }

        DecodeThroughScratch(decoder, input, offset + count, 0, ref output, ref written);
        return output;
    }

    // The last pieces, for which the array may have no room to spare.
    private static void DecodeThroughScratch(Base64Decoder decoder, byte[] input, int offset, int count, ref byte[] output, ref int written)
    {
        var scratch = new byte[(int)decoder.GetMaxLength(count) + 8];
        var decoded = decoder.Decode(input, offset, count, scratch, 0);
        decoded += decoder.Finish(scratch, decoded);
        if (output.Length - written < decoded)
        {
            Array.Resize(ref output, written + decoded);
        }

        Buffer.BlockCopy(scratch, 0, output, written, decoded);
        written += decoded;
    }

    private static int Estimate(byte[] input, int offset, int count)
    {
        var end = offset + count;
        while (end > offset && HeaderScan.IsSpace(input[end - 1]))
        {
            end--;
        }

        var padding = 0;
        while (end - padding > offset && padding < 2 && input[end - padding - 1] == '=')
        {
            padding++;
        }

        var characters = end - offset;
        var lineEnd = Array.IndexOf(input, (byte)'\n', offset, Math.Min(characters, DelimiterStack.MaxLine));
        if (lineEnd > offset)
        {
            var line = lineEnd + 1 - offset;
            var breaks = input[lineEnd - 1] == '\r' ? 2 : 1;
            characters -= characters / line * breaks;
        }

        return (int)Math.Max(0, ((long)characters * 3 / 4) - padding);
    }
}
