using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Where an attachment's bytes come from. It can be read again and again.</summary>
internal abstract class AttachmentContent
{
    /// <summary>The number of bytes there are now.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public abstract long Measure();

    /// <summary>Writes the first <paramref name="length"/> bytes in base64.</summary>
    /// <param name="length">What <see cref="Measure"/> said when the message was composed.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentUnreadable"/> when there are fewer by now.</exception>
    public abstract void WriteBase64(long length, Stream destination);

    /// <summary>The failure of a content that has fewer bytes than it had.</summary>
    protected static MailException Shrunk(string what, long length, long found) => new(MailErrors.AttachmentUnreadable,
        $"{what} had {length} bytes when the message was composed and gave only {found} when it was sent.");
}
