using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Passes writes on and tells how many octets went through.</summary>
internal sealed class ProgressStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private readonly Action<long> _report;
    private long _octets;

    public ProgressStream(Stream destination, Action<long> report)
    {
        _destination = destination;
        _report = report;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _destination.Write(buffer, offset, count);
        _octets += count;
        _report(_octets);
    }
}
