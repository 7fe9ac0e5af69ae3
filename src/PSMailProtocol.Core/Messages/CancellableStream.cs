using System;
using System.IO;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>
/// Another stream, until somebody wants no more of it: then the next block that is read or written is an
/// <see cref="OperationCanceledException"/>, wherever it is asked for.
/// </summary>
public sealed class CancellableStream : DelegatingStream
{
    private readonly CancellationToken _cancellation;

    /// <summary>Stands in for a stream, and closes it when it is closed itself.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Ends reading and writing.</param>
    public CancellableStream(Stream stream, CancellationToken cancellation)
        : base(stream) => _cancellation = cancellation;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        return base.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        base.Write(buffer, offset, count);
    }
}
