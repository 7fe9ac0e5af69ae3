using System;
using System.IO;
using System.Threading;

namespace PSMailProtocol.Messages;

/// <summary>
/// Another stream, until somebody wants no more of it: then the next block that is read or written is an
/// <see cref="OperationCanceledException"/>, wherever it is asked for.
/// </summary>
public sealed class CancellableStream : Stream
{
    private readonly Stream _stream;
    private readonly CancellationToken _cancellation;

    /// <summary>Stands in for a stream, and closes it when it is closed itself.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Ends reading and writing.</param>
    public CancellableStream(Stream stream, CancellationToken cancellation)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _cancellation = cancellation;
    }

    /// <inheritdoc/>
    public override bool CanRead => _stream.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => _stream.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => _stream.CanWrite;

    /// <inheritdoc/>
    public override long Length => _stream.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _stream.Position;
        set => _stream.Position = value;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        return _stream.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        _stream.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _stream.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => _stream.SetLength(value);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }
}
