using System;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>Takes the octets of a literal, as many as were announced and never more: what follows would be taken for a command.</summary>
/// <param name="output">Where they go.</param>
/// <param name="length">How many were announced.</param>
/// <param name="progress">Told how many went, each time; null for nobody.</param>
internal sealed class ImapLiteralStream(WireOutput output, long length, Action<long>? progress) : WriteOnlyStream
{
    private long _taken;

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count > length - _taken)
            throw Changed();
        _taken += count;
        output.Put(buffer, offset, count);
        progress?.Invoke(count);
    }

    /// <summary>Makes sure that all of them came.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailFileUnreadable"/>.</exception>
    public void Complete()
    {
        if (_taken < length)
            throw Changed();
    }

    private MailException Changed() =>
        new(MailErrors.MailFileUnreadable, $"The message had {length:N0} octets when it was looked through, and has another length now.");
}
