using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Where an attachment's or a raw message's bytes come from. It can be read again and again.</summary>
internal abstract class ContentSource
{
    private const int BlockLength = 1 << 16;

    /// <summary>What to call it in an error.</summary>
    public abstract string Name { get; }

    /// <summary>The number of bytes there are now.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public abstract long Measure();

    /// <summary>Writes all bytes as they are.</summary>
    public virtual void WriteTo(Stream destination) => Open(read =>
    {
        var block = new byte[BlockLength];
        int count;
        while ((count = read(block, 0, block.Length)) > 0)
            destination.Write(block, 0, count);
    });

    /// <summary>Opens the content at its start, lets it be read, and closes what it opened.</summary>
    public abstract void Open(Action<ReadOctets> use);

    /// <summary>The failure of a content that is there and cannot be read.</summary>
    protected MailException Unreadable(Exception cause) =>
        new(MailErrors.AttachmentUnreadable, $"{Name} cannot be read: {cause.Message}", cause);
}
