using System;
using System.IO;
using System.Threading;

namespace PSMailProtocol.Tests.Wire;

/// <summary>A peer that takes everything and never answers; a blocked read ends when the stream is closed, as a socket's does.</summary>
public sealed class StalledPeer : Stream
{
    private readonly ManualResetEventSlim _closed = new();
    private readonly ManualResetEventSlim _reading = new();

    public bool IsClosed => _closed.IsSet;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits until somebody is blocked in a read.</summary>
    public void WaitForReader() => _reading.Wait();

    public override int Read(byte[] buffer, int offset, int count)
    {
        _reading.Set();
        _closed.Wait();
        throw new ObjectDisposedException(nameof(StalledPeer));
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed.Set();
        base.Dispose(disposing);
    }
}
