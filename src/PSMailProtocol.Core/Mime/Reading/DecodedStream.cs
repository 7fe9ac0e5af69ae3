using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>The content of a part, decoded while it is read.</summary>
internal sealed class DecodedStream : Stream
{
    private const int PieceSize = 16 * 1024;

    private readonly Stream _encoded;
    private readonly TransferDecoder _decoder;
    private readonly byte[] _piece = new byte[PieceSize];
    private byte[] _decoded = [];
    private int _start;
    private int _end;
    private bool _hasEnded;

    public DecodedStream(Stream encoded, TransferDecoder decoder)
    {
        _encoded = encoded;
        _decoder = decoder;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length of decoded content is known at its end only.");

    public override long Position
    {
        get => throw new NotSupportedException("Decoded content is read from start to end.");
        set => throw new NotSupportedException("Decoded content is read from start to end.");
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_start == _end && !_hasEnded && count > 0)
        {
            DecodePiece();
        }

        var read = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_decoded, _start, buffer, offset, read);
        _start += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Decoded content is read from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("Decoded content is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Decoded content is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _encoded.Dispose();
        }

        base.Dispose(disposing);
    }

    private void DecodePiece()
    {
        var count = _encoded.Read(_piece, 0, _piece.Length);
        var needed = _decoder.GetMaxLength(count);
        if (_decoded.Length < needed)
        {
            _decoded = new byte[needed];
        }

        _start = 0;
        _end = count > 0
            ? _decoder.Decode(_piece, 0, count, _decoded, 0)
            : _decoder.Finish(_decoded, 0);
        _hasEnded = count == 0;
    }
}
