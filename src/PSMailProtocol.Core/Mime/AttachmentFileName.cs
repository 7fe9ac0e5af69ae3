using System;
using PSMailProtocol.Files;

namespace PSMailProtocol.Mime;

/// <summary>The name under which an attachment is saved.</summary>
public static class AttachmentFileName
{
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

    private static string Substitute(MailAttachment attachment) => attachment.Message is { } message
        ? MessageFileName.For(message.Date, message.Subject, null)
        : "attachment" + ContentTypeTable.ExtensionOf(attachment.ContentType);
}
