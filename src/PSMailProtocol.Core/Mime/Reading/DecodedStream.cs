using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>The content of a part, decoded while it is read: straight into the reader's buffer where that has the room.</summary>
internal sealed class DecodedStream : Stream
{
    private const int PieceSize = 16 * 1024;

    private readonly RawMail _source;
    private readonly TransferDecoder _decoder;
    private readonly long _end;
    private long _position;
    private byte[]? _piece;

    // What was decoded and not yet read.
    private byte[] _decoded = [];
    private int _decodedStart;
    private int _decodedEnd;
    private bool _isFinished;

    public DecodedStream(RawMail source, long offset, long count, TransferDecoder decoder)
    {
        _source = source;
        _position = offset;
        _end = offset + count;
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
        while (_decodedStart == _decodedEnd && !_isFinished && count > 0)
        {
            var piece = (int)Math.Min(PieceSize, _end - _position);
            if (_decoder.GetMaxLength(piece) <= count)
            {
                var decoded = DecodePiece(piece, buffer, offset);
                if (decoded > 0)
                {
                    return decoded;
                }
            }
            else
            {
                DecodeAside(piece);
            }
        }

        var read = Math.Min(count, _decodedEnd - _decodedStart);
        Buffer.BlockCopy(_decoded, _decodedStart, buffer, offset, read);
        _decodedStart += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Decoded content is read from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("Decoded content is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Decoded content is read-only.");

    private void DecodeAside(int piece)
    {
        var needed = _decoder.GetMaxLength(piece);
        if (_decoded.Length < needed)
        {
            _decoded = new byte[needed];
        }

        _decodedStart = 0;
        _decodedEnd = DecodePiece(piece, _decoded, 0);
    }

    private int DecodePiece(int count, byte[] output, int outputOffset)
    {
        if (count > 0 && _source.Array is { } array)
        {
            var position = (int)_position;
            _position += count;
            return _decoder.Decode(array, position, count, output, outputOffset);
        }

        if (count > 0)
        {
            _piece ??= new byte[count];
            count = _source.Read(_position, _piece, 0, count);
            _position += count;
        }

        // The end, or a source that is shorter than it said.
        _isFinished = count == 0;
        return _isFinished
            ? _decoder.Finish(output, outputOffset)
            : _decoder.Decode(_piece!, 0, count, output, outputOffset);
    }
}
