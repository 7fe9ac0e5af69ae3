using System;
using System.IO;
using System.Text;

namespace PSMailProtocol.Tests.Wire;

/// <summary>A peer that says something, one line of any length that nobody has to hold, and something more, whatever it hears.</summary>
public sealed class LongLinePeer(string before, long length, string after) : MemoryStream
{
    private readonly MemoryStream _before = new(Encoding.ASCII.GetBytes(before));
    private readonly MemoryStream _after = new(Encoding.ASCII.GetBytes("\r\n" + after));
    private long _left = length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _before.Read(buffer, offset, count);
        if (read > 0)
            return read;
        if (_left == 0)
            return _after.Read(buffer, offset, count);

        read = (int)Math.Min(count, _left);
        Array.Fill(buffer, (byte)'x', offset, read);
        _left -= read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
    }
}
