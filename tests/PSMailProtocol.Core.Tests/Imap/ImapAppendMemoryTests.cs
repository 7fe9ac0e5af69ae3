using System;
using System.IO;
using System.Text;
using PSMailProtocol.Imap;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

/// <summary>A message of 1 GiB on its way into a mailbox.</summary>
public class ImapAppendMemoryTests
{
    private const long Size = 1L << 30;

    /// <summary>The session works on one thread, so that what it allocates is told apart from other tests.</summary>
    [Fact]
    public void A_large_message_does_not_stand_in_memory()
    {
        var block = new byte[1 << 16];
        Array.Fill(block, (byte)'x');
        "a: b\r\n\r\n"u8.CopyTo(block);
        using var peer = new SwallowingPeer();
        using var session = ImapFixture.Over(peer);
        var told = 0L;
        session.Progress = octets => told += octets;
        var before = GC.GetAllocatedBytesForCurrentThread();

        session.Append("a", ImapAppendContent.FromFile(stream =>
        {
            for (long written = 0; written < Size; written += block.Length)
                stream.Write(block, 0, block.Length);
        }));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(Size, told);
        Assert.Equal(Size + "A001 APPEND \"a\" {1073741824}\r\n\r\n".Length, peer.Heard);
    }

    /// <summary>Gives leave for the first line, and completes what follows when all of it came.</summary>
    private sealed class SwallowingPeer : MemoryStream
    {
        private byte[] _answer = [];

        public long Heard { get; private set; }

        public override bool CanWrite => true;

        public override int Read(byte[] buffer, int offset, int count)
        {
            _answer.CopyTo(buffer, offset);
            var read = _answer.Length;
            _answer = [];
            return read;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Heard == 0)
                _answer = Encoding.ASCII.GetBytes("+ go\r\n");
            else if (Heard + count > Size)
                _answer = Encoding.ASCII.GetBytes("A001 OK\r\n");
            Heard += count;
        }
    }
}
