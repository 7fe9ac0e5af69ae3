using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>Passes content on and tells how much of it has gone through.</summary>
internal sealed class SmtpProgressStream : WriteOnlyStream
{
    private readonly Stream _destination;
    private readonly Action<long> _progress;
    private long _octets;

    public SmtpProgressStream(Stream destination, Action<long> progress)
    {
        _destination = destination;
        _progress = progress;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _destination.Write(buffer, offset, count);
        _octets += count;
        _progress(_octets);
    }
}
