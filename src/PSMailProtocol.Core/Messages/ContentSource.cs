using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Where an attachment's or a raw message's bytes come from. It can be read again and again.</summary>
internal abstract class ContentSource
{
    private const int BlockLength = 1 << 16;

    /// <summary>What to call it in an error.</summary>
    protected abstract string Name { get; }

    /// <summary>The content as it is now. It keeps this length, whatever is added to it later.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or
    /// <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public abstract MeasuredContent Measure();

    /// <summary>Writes so many bytes from the start.</summary>
    internal virtual void Write(Stream destination, long length) => Open(read =>
    {
        var block = new byte[(int)Math.Min(BlockLength, length)];
        int count;
        for (long left = length; left > 0; left -= count)
        {
            count = read(block, 0, (int)Math.Min(block.Length, left));
            if (count == 0)
                throw new MailException(MailErrors.AttachmentUnreadable,
                    $"{Name} had {length} bytes when the message was made and gave only {length - left} when it was sent.");
            destination.Write(block, 0, count);
        }
    });

    /// <summary>Opens the content at its start, lets it be read, and closes what it opened.</summary>
    protected abstract void Open(Action<ReadOctets> use);

    /// <summary>The failure of a content that is there and cannot be read.</summary>
    protected MailException Unreadable(Exception cause) =>
        new(MailErrors.AttachmentUnreadable, $"{Name} cannot be read: {cause.Message}", cause);
}
