using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A file, bytes, a stream or a message to send along.</summary>
/// <remarks>
/// The names are checked when the message is composed; carriage return, line feed and NUL are refused then, before a
/// byte is written. Contents are read when the message is written, once for each time it is written.
/// </remarks>
public sealed class DraftAttachment
{
    /// <summary>The type of what nothing better is known of.</summary>
    internal const string UnknownType = "application/octet-stream";

    private DraftAttachment(ContentSource? content, IMailContent? message, string? fileName, string? contentId)
    {
        Content = content;
        Message = message;
        FileName = fileName ?? "";
        ContentId = contentId;
    }

    /// <summary>
    /// The name that the recipient sees, without a path; an empty one is left out. Its extension decides the content type.
    /// </summary>
    public string FileName { get; set; }

    /// <summary>The content id that HTML refers to as <c>cid:…</c>, with or without angle brackets; null for none.</summary>
    public string? ContentId { get; set; }

    /// <summary>The bytes, or null where this is a message.</summary>
    internal ContentSource? Content { get; }

    /// <summary>The message, or null where this is bytes.</summary>
    internal IMailContent? Message { get; }

    /// <summary>
    /// Attaches a file, which is read from disk whenever the message is written: as many octets as it has when the message
    /// is composed. One whose length is 0 or not what it holds, as below /proc, is read then and kept.
    /// </summary>
    /// <param name="path">The file's path, a relative one from the process's current directory.</param>
    /// <param name="fileName">The name to show, or null for the file's own.</param>
    /// <param name="contentId">The content id, or null.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.AttachmentNotFound"/>, or <see cref="MailErrors.AttachmentUnreadable"/> where it exists and cannot be opened,
    /// or is a pipe, a socket or a device, which is not waited for.
    /// </exception>
    public static DraftAttachment FromFile(string path, string? fileName = null, string? contentId = null)
    {
        if (path is null)
            throw new ArgumentNullException(nameof(path));
        var content = new FileSource(path);
        content.Require();
        return new DraftAttachment(content, null, fileName ?? Path.GetFileName(path), contentId);
    }

    /// <summary>Attaches bytes. They are not copied; whoever changes them changes the message.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name to show.</param>
    /// <param name="contentId">The content id, or null.</param>
    /// <returns>The attachment.</returns>
    public static DraftAttachment FromBytes(byte[] content, string fileName, string? contentId = null)
    {
        if (content is null)
            throw new ArgumentNullException(nameof(content));
        return new DraftAttachment(new BytesSource(content), null, fileName, contentId);
    }

    /// <summary>Attaches what a stream has from its present position to its end.</summary>
    /// <param name="content">
    /// The stream. One that can seek stays the caller's and must stay open until the message was written for the last
    /// time; one that cannot is read here and now, to a temporary file where it is large.
    /// </param>
    /// <param name="fileName">The name to show.</param>
    /// <param name="contentId">The content id, or null.</param>
    /// <returns>The attachment.</returns>
    public static DraftAttachment FromStream(Stream content, string fileName, string? contentId = null)
    {
        if (content is null)
            throw new ArgumentNullException(nameof(content));
        return new DraftAttachment(new StreamSource(content), null, fileName, contentId);
    }

    /// <summary>Attaches a message, as <c>message/rfc822</c> (RFC 2046 section 5.2.1).</summary>
    /// <remarks>
    /// Such a part must not be encoded. A message with a line of more than 998 octets or a NUL could not travel so; it
    /// goes as a file in base64 instead, which mail programs open as well.
    /// </remarks>
    /// <param name="message">A composed or a raw message.</param>
    /// <param name="fileName">The name to show, or null for <c>message.eml</c>.</param>
    /// <returns>The attachment.</returns>
    public static DraftAttachment FromMessage(IMailContent message, string? fileName = null)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        return new DraftAttachment(null, message, fileName ?? "message.eml", null);
    }
}
