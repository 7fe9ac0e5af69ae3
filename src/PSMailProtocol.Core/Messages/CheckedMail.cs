using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A message whose reader is asked before each block whether it shall go on.</summary>
internal sealed class CheckedMail : RawMail
{
    private readonly RawMail _mail;
    private readonly Action _check;

    public CheckedMail(RawMail mail, Action check)
    {
        _mail = mail;
        _check = check;
    }

    public override long Length => _mail.Length;

    public override Stream OpenRead(long offset, long count) => new RawMailStream(this, offset, count);

    internal override int Read(long position, byte[] buffer, int offset, int count)
    {
        _check();
        return _mail.Read(position, buffer, offset, count);
    }
}
