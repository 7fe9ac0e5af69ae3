using System;
using System.IO;
using PSMailProtocol.Tests.Pop3;

namespace PSMailProtocol.Tests.Imap;

/// <summary>A peer that answers each command by a rule, and ends after so many octets that it said or heard.</summary>
/// <param name="answer">The rule.</param>
/// <param name="said">So many octets are read of it.</param>
/// <param name="heard">So many octets reach it.</param>
internal sealed class CuttingPeer(Func<string, string> answer, int said, int heard) : MemoryStream
{
    private readonly AnsweringPeer _peer = new(answer, "* OK hi\r\n");
    private int _said = said;
    private int _heard = heard;

    /// <summary>Whether it ended before the client was done.</summary>
    public bool IsCut { get; private set; }

    public override bool CanWrite => true;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_said == 0 || _heard < 0)
        {
            IsCut = true;
            return _heard < 0 ? throw new IOException("The connection was reset.") : 0;
        }

        var read = _peer.Read(buffer, offset, Math.Min(count, _said));
        _said -= read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_heard < count)
        {
            IsCut = true;
            _heard = -1;
            throw new IOException("The connection was reset.");
        }

        _heard -= count;
        _peer.Write(buffer, offset, count);
    }
}
