using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>
/// A part of a message that is not shown as its text: a file, an image, an attached message. Every part that
/// <see cref="MimeMessage.TextBody"/> and <see cref="MimeMessage.HtmlBody"/> leave out is one, so that nothing is lost.
/// </summary>
public sealed class MailAttachment
{
    private readonly bool _isResource;

    internal MailAttachment(MimePart part, bool isResource)
    {
        Part = part;
        _isResource = isResource;
    }

    /// <summary>The part itself, with its header fields.</summary>
    public MimePart Part { get; }

    /// <summary>The file name as the sender gave it, decoded, or an empty string. It may hold anything, path separators too: never use it as a path as it is.</summary>
    public string FileName => Part.FileName;

    /// <summary>The media type in lower case, such as <c>application/pdf</c>.</summary>
    public string ContentType => Part.ContentType.MediaType;

    /// <summary>How many octets it has once decoded. The first call decodes it to find out.</summary>
    public long Size => Part.ContentLength;

    /// <summary>The id that HTML refers to it by, without angle brackets, or <c>null</c>.</summary>
    public string? ContentId => Part.ContentId;

    /// <summary>Whether it is shown within the text, by its own word (RFC 2183) or as a resource of it (RFC 2387).</summary>
    public bool IsInline => Part.IsInline || (_isResource && !Part.IsAttachment);

    /// <summary>The attached message, or <c>null</c> when it is something else.</summary>
    public MimeMessage? Message => Part.Message;

    /// <summary>Opens the decoded content. The stream reads forward only.</summary>
    public Stream OpenRead() => Part.OpenContent();

    /// <summary>The decoded content.</summary>
    /// <returns>A copy.</returns>
    public byte[] ToArray() => Part.GetContent();

    /// <inheritdoc/>
    public override string ToString() => FileName.Length > 0 ? FileName : ContentType;
}
