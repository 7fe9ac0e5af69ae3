using System;
using System.IO;

namespace PSMailProtocol.Commands;

/// <summary>Passes writes on and tells how many octets went through.</summary>
internal sealed class ProgressStream : Stream
{
    private readonly Stream _destination;
    private readonly Action<long> _report;
    private long _octets;

    public ProgressStream(Stream destination, Action<long> report)
    {
        _destination = destination;
        _report = report;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _destination.Write(buffer, offset, count);
        _octets += count;
        _report(_octets);
    }

    public override void Flush() => _destination.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
