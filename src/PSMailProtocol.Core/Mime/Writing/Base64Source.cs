using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Writes what a message carries along in base64.</summary>
internal static class Base64Source
{
    /// <summary>Writes the first <paramref name="length"/> bytes in base64.</summary>
    /// <param name="source">The content.</param>
    /// <param name="length">What <see cref="ContentSource.Measure"/> said when the message was composed.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentUnreadable"/> when there are fewer by now.</exception>
    public static void WriteBase64(this ContentSource source, long length, Stream destination)
    {
        if (source is MessageSource message)
        {
            message.WriteBase64(length, destination);
            return;
        }

        source.Open(read =>
        {
            long done = new Base64LineEncoder().Encode(read, length, destination);
            if (done < length)
                throw new MailException(MailErrors.AttachmentUnreadable, $"{source.Name} had {length} bytes when the message was composed and gave only {done} when it was sent.");
        });
    }
}
