using System;
using System.IO;
using System.Threading;

namespace PSMailProtocol.Messages;

/// <summary>
/// A part of a message that is not shown as its text: a file, an image, an attached message. Every part that the text and
/// the HTML of the message leave out is one, so that nothing is lost.
/// </summary>
public sealed class MailAttachment
{
    private readonly Func<CancellationToken, Stream> _open;
    private long _size = -1;

    /// <param name="fileName">The file name, or an empty string.</param>
    /// <param name="contentType">The media type.</param>
    /// <param name="contentId">The Content-ID, or null.</param>
    /// <param name="isInline">Whether it is shown within the text.</param>
    /// <param name="open">Opens the decoded content.</param>
    internal MailAttachment(string fileName, string contentType, string? contentId, bool isInline, Func<CancellationToken, Stream> open)
    {
        (FileName, ContentType, ContentId, IsInline) = (fileName, contentType, contentId, isInline);
        _open = open;
    }

    /// <summary>
    /// The file name as the sender gave it, decoded, or an empty string. It may hold anything, path separators too: never use it as a path
    /// as it is.
    /// </summary>
    public string FileName { get; }

    /// <summary>The media type in lower case, such as <c>application/pdf</c>.</summary>
    public string ContentType { get; }

    /// <summary>
    /// How many octets it has once decoded. The first call decodes it to find out. Of a part that stays on its server it is reckoned from
    /// the size that the server gives and from the transfer encoding: base64 may be a few octets off, quoted-printable has so many at the
    /// most.
    /// </summary>
    public long Size => KnownSize ?? (_size < 0 ? _size = Measure() : _size);

    /// <summary>The id that HTML refers to it by, without angle brackets, or <c>null</c>.</summary>
    public string? ContentId { get; }

    /// <summary>Whether it is shown within the text, by its own word (RFC 2183) or as a resource of it (RFC 2387).</summary>
    public bool IsInline { get; }

    /// <summary>Opens the decoded content. The stream reads forward only.</summary>
    public Stream OpenRead() => OpenRead(CancellationToken.None);

    /// <summary>Opens the decoded content. The stream reads forward only.</summary>
    /// <param name="cancellation">Ends reading with an <see cref="OperationCanceledException"/>, also in the midst of what decodes to
    /// nothing.</param>
    public Stream OpenRead(CancellationToken cancellation) => _open(cancellation);

    /// <summary>The decoded content.</summary>
    /// <returns>A copy.</returns>
    public byte[] ToArray()
    {
        using var octets = new MemoryStream(KnownSize is null ? checked((int)Size) : 0);
        using var content = OpenRead();
        content.CopyTo(octets);
        return octets.Length == octets.Capacity ? octets.GetBuffer() : octets.ToArray();
    }

    /// <summary>The size that is told without a look at the content; null where that is looked at.</summary>
    internal long? KnownSize { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FileName.Length > 0 ? FileName : ContentType;

    private long Measure()
    {
        using var content = OpenRead();
        if (content.CanSeek)
            return content.Length;

        // A message may have ten thousand attachments of an octet.
        var buffer = new byte[4 * 1024];
        long size = 0;
        for (int count; (count = content.Read(buffer, 0, buffer.Length)) > 0;)
            size += count;
        return size;
    }
}
