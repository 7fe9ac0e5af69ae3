using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A message in one array.</summary>
internal class MemoryMail : RawMail
{
    private readonly byte[] _octets;

    public MemoryMail(byte[] octets) => _octets = octets;

    public sealed override long Length => _octets.Length;

    internal sealed override byte[] Array => _octets;

    public sealed override Stream OpenRead(long offset, long count) => new MemoryStream(_octets, (int)offset, (int)count, writable: false);

    internal sealed override int Read(long position, byte[] buffer, int offset, int count)
    {
        var available = (int)Math.Min(count, _octets.Length - position);
        Buffer.BlockCopy(_octets, (int)position, buffer, offset, available);
        return available;
    }
}
