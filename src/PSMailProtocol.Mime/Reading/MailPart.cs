using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MimeKit;
using MimeKit.IO;

namespace PSMailProtocol.Mime;

/// <summary>One entity of a message: its fields, where its content lies in the octets of the message, and how it is read.</summary>
internal class MailPart
{
    /// <summary>How much room for content is made before it is read, in octets.</summary>
    private const int MostAtOnce = 16 * 1024 * 1024;

    private readonly Func<Stream> _open;
    private MimeKit.ContentDisposition? _disposition;
    private bool _isDispositionRead;
    private ContentEncoding? _encoding;
    private string? _fileName;

    public MailPart(Func<Stream> open, MailPart? parent, List<Header> fields, MimeKit.ContentType type, long begin)
    {
        (_open, Parent, Fields, Type, Begin) = (open, parent, fields, type, begin);
        MediaType = type.MimeType.ToLowerInvariant();
    }

    public MailPart? Parent { get; }

    public List<Header> Fields { get; }

    public MimeKit.ContentType Type { get; }

    /// <summary>In lower case.</summary>
    public string MediaType { get; }

    public bool IsMultipart => Type.IsMimeType("multipart", "*");

    /// <summary>Where its header begins, and where its content begins and ends, in the octets of the message.</summary>
    public long Begin { get; }

    public long Start { get; set; }

    public long End { get; set; }

    /// <summary>The parts of a multipart.</summary>
    public List<MailPart> Children { get; } = [];

    /// <summary>Whether it is a message whose parts the parser went into.</summary>
    public bool IsMessage { get; set; }

    public ContentEncoding Encoding => _encoding ??= TransferDecoding.Find(Find(HeaderId.ContentTransferEncoding));

    /// <summary>The charset that the text says it is in, without a comment or a parameter behind it, or <c>null</c>.</summary>
    public string? Charset => Type.Charset?.TrimStart('\'', ' ').Split(' ', '\t', '(')[0];

    public string FileName => _fileName ??= FileNames.Read(this);

    public string? ContentId => MessageIds.First(Find(HeaderId.ContentId));

    public MimeKit.ContentDisposition? Disposition
    {
        get
        {
            if (!_isDispositionRead && Find(HeaderId.ContentDisposition) is { } written)
            {
                var value = UndeclaredOctets.Mend(written.RawValue, Charsets.Windows1252);
                var length = Math.Min(value.Length, OctetView.LongestType);
                MimeKit.ContentDisposition.TryParse(FieldText.Library, value, 0, length, out _disposition);
            }

            _isDispositionRead = true;
            return _disposition;
        }
    }

    public bool IsInline => MimeKit.ContentDisposition.Inline.Equals(Disposition?.Disposition, StringComparison.OrdinalIgnoreCase);

    /// <summary>An unknown disposition is an attachment (RFC 2183 section 2.8), an unreadable one is none.</summary>
    public bool IsAttachment =>
        !IsInline && Disposition?.Disposition is { } disposition && FieldText.IsFieldName(disposition) && disposition.IndexOf('=') < 0;

    /// <summary>Whether its octets are here, and not on a server that has told its structure alone.</summary>
    public virtual bool IsHere => true;

    public Header? Find(HeaderId id) => Fields.Find(field => field.Id == id);

    /// <summary>The octets as they were sent, still in their transfer encoding.</summary>
    public Stream OpenRaw() => OpenRaw(CancellationToken.None);

    public Stream OpenRead() => OpenRead(CancellationToken.None);

    public Stream OpenRead(CancellationToken cancellation) => TransferDecoding.Open(OpenRaw(cancellation), Encoding);

    /// <summary>What a script gets for it.</summary>
    public virtual Messages.MailAttachment ToAttachment(bool isInline) => new(FileName, MediaType, ContentId, isInline, OpenRead);

    protected virtual Stream OpenRaw(CancellationToken cancellation) =>
        new BoundStream(new Messages.CancellableStream(_open(), cancellation), Start, Math.Max(Start, End), leaveOpen: false);

    public byte[] ToArray()
    {
        // Decoded it is not larger, so that its array need not grow, and is the one wanted where nothing was encoded.
        using var content = OpenRead();
        using var octets = new MemoryStream((int)Math.Max(0, Math.Min(End - Start, MostAtOnce)));
        content.CopyTo(octets);
        return octets.Length == octets.Capacity ? octets.GetBuffer() : octets.ToArray();
    }

    public string ReadText() => ReadText(out _, out _);

    public string ReadText(out bool isKnown, out bool isValid) =>
        TextDecoding.Decode(ToArray(), Charset, MediaType == "text/html", out isKnown, out isValid);

    /// <summary>Whether it holds nothing but white space and delimiter lines, as a multipart without parts may.</summary>
    public bool IsBlank()
    {
        using var reader = new StreamReader(OpenRaw(), FieldText.Octets);
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line) && line.TrimEnd() != "--" + Type.Boundary + "--")
                return false;
        }

        return true;
    }
}
