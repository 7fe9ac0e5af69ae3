using System;
using System.IO;
using MimeKit.Encodings;

namespace PSMailProtocol.Mime;

/// <summary>
/// Content decoded as it is read. The library's own stream ends where a block decodes to nothing, and has no end for a decoder.
/// </summary>
/// <param name="encoded">What is decoded, as a stream that knows its length. It is closed with this one.</param>
/// <param name="decoder">Decodes it.</param>
internal class DecodingStream(Stream encoded, IMimeDecoder decoder) : ForwardStream
{
    private const int MostOctets = 16 * 1024;

    private readonly byte[] _block = new byte[(int)Math.Min(MostOctets, encoded.Length)];

    // With what is left of the block before, and the end of this one.
    private readonly byte[] _decoded = new byte[decoder.EstimateOutputLength((int)Math.Min(MostOctets, encoded.Length)) + 8];
    private byte[] _piece = [];
    private int _start;
    private int _end;
    private bool _isFinished;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_start == _end && !_isFinished)
        {
            var length = encoded.Read(_block, 0, _block.Length);
            _isFinished = length == 0;
            (_start, _end) = (0, _isFinished ? Finish(0) : Decode(_block, 0, length, 0));
        }

        var read = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_decoded, _start, buffer, offset, read);
        _start += read;
        return read;
    }

    /// <summary>Decodes some octets to a place among those that are read next, and tells how many they are.</summary>
    protected virtual int Decode(byte[] octets, int start, int length, int offset)
    {
        var most = decoder.EstimateOutputLength(length);
        if (_piece.Length < most)
            _piece = new byte[most];
        var count = decoder.Decode(octets, start, length, _piece);
        Buffer.BlockCopy(_piece, 0, _decoded, offset, count);
        return count;
    }

    /// <summary>Decodes what is left behind all octets, or a block of them.</summary>
    protected virtual int Finish(int offset)
    {
        decoder.Reset();
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            encoded.Dispose();
        base.Dispose(disposing);
    }
}
