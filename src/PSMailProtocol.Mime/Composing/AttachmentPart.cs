using System;
using System.IO;
using System.Threading;
using MimeKit;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A part of which MimeKit writes the header, and whose content stays where it is until the message is sent.</summary>
internal sealed class AttachmentPart : MimeKit.MimePart
{
    private static readonly byte[] LineEnd = [(byte)'\r', (byte)'\n'];

    private readonly long _wireLength;
    private readonly Action<Stream> _write;

    private AttachmentPart(string type, DraftAttachment attachment, string disposition, ContentEncoding encoding, long wireLength,
        Action<Stream> write)
        : base(MimeKit.ContentType.Parse(type))
    {
        _wireLength = wireLength;
        _write = write;
        Name(attachment, disposition);
        ContentTransferEncoding = encoding;
    }

    /// <summary>A file, in base64.</summary>
    public static AttachmentPart OfContent(DraftAttachment attachment, string disposition)
    {
        MeasuredContent content = attachment.Content!.Measure();
        return new(TypeOf(attachment.FileName), attachment, disposition, ContentEncoding.Base64, Base64Sink.EncodedLength(content.Length),
            destination =>
        {
            var sink = new Base64Sink(destination);
            content.WriteTo(sink);
            sink.Complete();
        });
    }

    /// <summary>A message, which keeps its octets (RFC 2046 section 5.2.1), or one that cannot travel so, as a file.</summary>
    public static AttachmentPart OfMessage(DraftAttachment attachment, string disposition, TransferScan scan)
    {
        IMailContent message = attachment.Message!;
        return scan.NeedsEncoding
            ? new(DraftAttachment.UnknownType, attachment, disposition, ContentEncoding.Base64, Base64Sink.EncodedLength(scan.Length),
                destination =>
            {
                var sink = new Base64Sink(destination);
                message.WriteTo(sink);
                sink.Complete();
                RequireLength(sink.Length, scan.Length);
            })
            : new("message/rfc822", attachment, disposition, scan.HasEightBit ? ContentEncoding.EightBit : ContentEncoding.SevenBit,
                scan.Length, destination =>
            {
                var counted = new CountingStream(destination);
                message.WriteTo(counted);
                RequireLength(counted.Length, scan.Length);
            });
    }

    /// <summary>Writes the header and leaves room for the content.</summary>
    public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        base.WriteTo(options, stream, contentOnly, cancellationToken);
        ((ComposedText)stream).Insert(_wireLength, _write);

        // It belongs to the delimiter, and MimeKit leaves it out, since it sees no content.
        stream.Write(LineEnd, 0, LineEnd.Length);
    }

    /// <summary>By the extension. What is no whole message on its own account, and what is one, goes as mere octets.</summary>
    private static string TypeOf(string fileName)
    {
        string type = MimeTypes.GetMimeType(fileName);
        return type.StartsWith("message/", StringComparison.Ordinal) || type.StartsWith("multipart/", StringComparison.Ordinal)
            ? DraftAttachment.UnknownType
            : type;
    }

    private void Name(DraftAttachment attachment, string disposition)
    {
        string fileName = attachment.FileName ?? "";
        HeaderRules.RefuseLineBreaks(fileName, "FileName of an attachment", MailErrors.InvalidHeaderValue);
        string? id = attachment.ContentId is { } given ? HeaderRules.Id(given, "ContentId of an attachment") : null;
        if (id is null && disposition == MimeKit.ContentDisposition.Inline && HeaderRules.IsId(fileName))
            id = fileName;
        if (id is not null)
            Headers.Add("Content-ID", "<" + id + ">");
        ContentDisposition = new MimeKit.ContentDisposition(disposition);
        FileNameText.Add(this, fileName);
    }

    private static void RequireLength(long length, long expected)
    {
        if (length != expected)
            throw new MailException(MailErrors.AttachmentUnreadable,
                "An attached message changed after the message around it was composed.");
    }
}
