using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Content decoded as it is read. The library's own stream ends where a block of what it reads decodes to nothing.</summary>
internal sealed class DecodingStream : Stream
{
    private const int BlockSize = 16 * 1024;

    private readonly Stream _encoded;
    private readonly ContentDecoder _decoder;
    private readonly byte[] _block;
    private readonly byte[] _decoded;
    private int _blockStart;
    private int _blockEnd;
    private int _start;
    private int _end;
    private bool _isFinished;

    /// <param name="encoded">What is decoded, as a stream that knows its length. It is closed with this one.</param>
    /// <param name="decoder">Decodes it.</param>
    public DecodingStream(Stream encoded, ContentDecoder decoder)
    {
        (_encoded, _decoder) = (encoded, decoder);
        _block = new byte[(int)Math.Min(BlockSize, Math.Max(1, encoded.Length))];
        _decoded = new byte[decoder.MostOctets(_block.Length)];
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_start == _end && !_isFinished)
            Decode();
        var read = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_decoded, _start, buffer, offset, read);
        _start += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _encoded.Dispose();
        base.Dispose(disposing);
    }

    private void Decode()
    {
        if (_blockStart == _blockEnd)
            (_blockStart, _blockEnd) = (0, _encoded.Read(_block, 0, _block.Length));
        _isFinished = _blockEnd == 0;
        (_start, _end) = (0, _isFinished ? _decoder.Finish(_decoded) : _decoder.Decode(_block, ref _blockStart, _blockEnd, _decoded));
    }
}
