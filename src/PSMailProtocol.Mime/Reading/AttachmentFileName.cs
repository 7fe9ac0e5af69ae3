using System;
using System.IO;
using MimeKit;
using PSMailProtocol.Files;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>The name under which an attachment is saved.</summary>
public static class AttachmentFileName
{
    private const int BlockSize = 1 << 14;

    /// <summary>
    /// The sender's name for it, made safe as <see cref="SafeFileName"/> says. One without a name is called after its
    /// content: an attached message after its subject, anything else <c>attachment</c> with the extension of its type.
    /// </summary>
    /// <param name="attachment">The attachment.</param>
    public static string For(MailAttachment attachment)
    {
        if (attachment is null)
            throw new ArgumentNullException(nameof(attachment));
        return SafeFileName.From(attachment.FileName, Substitute(attachment));
    }

    private static string Substitute(MailAttachment attachment)
    {
        if (attachment.ContentType == "message/rfc822" && ReadHeader(attachment) is { Headers.Count: > 0 } message)
            return MessageFileName.For(message.Date, message.Subject, null);
        return "attachment" + (MimeTypes.TryGetExtension(attachment.ContentType, out var extension) ? extension : "");
    }

    /// <summary>No more is decoded than a header block may have.</summary>
    private static MailMessage ReadHeader(MailAttachment attachment)
    {
        using var content = attachment.OpenRead();
        using var header = new MemoryStream();
        var block = new byte[BlockSize];
        int count;
        while (header.Length < MailLimits.Default.MaxHeaderBlockSize && (count = content.Read(block, 0, block.Length)) > 0)
            header.Write(block, 0, count);
        return MailMessage.ReadHeader(RawMail.FromBytes(header.ToArray()));
    }
}
