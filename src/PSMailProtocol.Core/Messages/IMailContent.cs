using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A message that is ready to be sent: composed from a draft, or raw mail that somebody else composed.</summary>
/// <remarks>What it writes has CRLF line ends only and a header block without Bcc. Dot-stuffing is the transport's.</remarks>
public interface IMailContent
{
    /// <summary>The message id without its angle brackets, or null where raw mail has none.</summary>
    string? MessageId { get; }

    /// <summary>The author, or null where raw mail names none that can be read.</summary>
    MailboxAddress? From { get; }

    /// <summary>Whether an address in it has a local part that is not ASCII, so that RFC 6531 is needed to carry it.</summary>
    bool NeedsSmtputf8 { get; }

    /// <summary>Whether a byte above 127 stands in it, so that the transport should declare 8BITMIME (RFC 6152).</summary>
    bool Needs8BitMime { get; }

    /// <summary>The exact number of bytes that <see cref="WriteTo"/> writes, or null where that is not known.</summary>
    long? Length { get; }

    /// <summary>Writes the message. It can be called again and writes the same bytes each time.</summary>
    /// <param name="destination">Where the bytes go; it is neither flushed nor closed.</param>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.AttachmentNotFound"/> or <see cref="MailErrors.AttachmentUnreadable"/>: a file vanished
    /// or shrank since. What was written by then is not a whole message and must not be sent as one.
    /// </exception>
    void WriteTo(Stream destination);
}
