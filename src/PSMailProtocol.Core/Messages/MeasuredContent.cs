using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A content with the length that it had when it was measured: it gives exactly so many bytes, or fails.</summary>
internal sealed class MeasuredContent
{
    private readonly ContentSource _source;

    public MeasuredContent(ContentSource source, long length)
    {
        _source = source;
        Length = length;
    }

    public long Length { get; }

    /// <summary>Writes the bytes. What its source has gained since is left out.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/>, or <see cref="MailErrors.AttachmentUnreadable"/> also
    /// where bytes are missing.</exception>
    public void WriteTo(Stream destination) => _source.Write(destination, Length);
}
