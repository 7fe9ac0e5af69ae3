using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// One part of a message: a header block and a body, which may be parts in turn (RFC 2045 section 2.5). Its bytes stay
/// where the message has them; what is decoded is decoded when it is asked for.
/// </summary>
public sealed class MimePart
{
    private readonly MimeTree _tree;
    private List<MimePart>? _children;
    private ContentType? _contentType;
    private ContentDisposition? _disposition;
    private bool _dispositionIsRead;
    private MimeMessage? _message;
    private long _contentLength = -1;

    internal MimePart(MimeTree tree, MimePart? parent, HeaderCollection headers, long offset, long bodyOffset)
    {
        _tree = tree;
        Parent = parent;
        Headers = headers;
        Offset = offset;
        BodyOffset = bodyOffset;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Encoding = TransferEncodings.Read(headers);
        if (parent is not null)
        {
            (parent._children ??= []).Add(this);
        }
    }

    /// <summary>The fields of the part's own header block.</summary>
    public HeaderCollection Headers { get; }

    /// <summary>What kind of content it is; <c>text/plain</c> when it does not say, or not so that it can be read.</summary>
    public ContentType ContentType => _contentType ??= ReadContentType(Headers.Context);

    /// <summary>The parts of a multipart, or the one message of a <c>message/rfc822</c>, in order.</summary>
    public IReadOnlyList<MimePart> Children => (IReadOnlyList<MimePart>?)_children ?? [];

    /// <summary>The part that this one is in, or <c>null</c> for the outermost.</summary>
    public MimePart? Parent { get; }

    /// <summary>Where the header block begins, in octets from the start of the message.</summary>
    public long Offset { get; }

    /// <summary>Where the body begins, in octets from the start of the message.</summary>
    public long BodyOffset { get; }

    /// <summary>How many octets the body has as it was sent, without the line end before a delimiter.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>The file name as the sender gave it, decoded, or an empty string. It is data and never a path.</summary>
    public string FileName => Disposition?.FileName ?? ContentType.Name ?? "";

    /// <summary>The content id without angle brackets (RFC 2045 section 7), or <c>null</c>.</summary>
    public string? ContentId => MessageIdParser.ReadFirst(Headers, "Content-ID");

    /// <summary>Whether the part is to be shown in place (RFC 2183 section 2.1), by its own word.</summary>
    public bool IsInline => Disposition is { IsInline: true };

    /// <summary>Whether the part is to be shown apart (RFC 2183 section 2.2), by its own word.</summary>
    public bool IsAttachment => Disposition is { IsInline: false };

    /// <summary>How many octets the content has once it is decoded.</summary>
    public long ContentLength => _contentLength >= 0 ? _contentLength : _contentLength = PartContent.Measure(this);

    /// <summary>The message that a <c>message/rfc822</c> part is, or <c>null</c> for any other part.</summary>
    public MimeMessage? Message => ContentType.IsMessage ? _message ??= MimeMessage.FromPart(this, _tree) : null;

    internal RawMail Source => _tree.Source;

    internal MimeTree Tree => _tree;

    internal TransferEncoding Encoding { get; }

    /// <summary>How many parts it is in.</summary>
    internal int Depth { get; }

    /// <summary>Its place in <see cref="MimeTree.Parts"/>.</summary>
    internal int Index { get; set; }

    /// <summary>The place of the last part inside it, its own when there is none.</summary>
    internal int LastDescendant { get; set; }

    /// <summary>Whether it is a multipart whose closing delimiter was there.</summary>
    internal bool IsClosed { get; set; }

    internal int ChildCount => _children?.Count ?? 0;

    /// <summary>False for what is neither multipart nor message as the first letter of its type already shows.</summary>
    internal bool MayBeComposite
    {
        get
        {
            if (!Headers.TryFind("Content-Type", out var span))
            {
                return IsInDigest;
            }

            var i = HeaderScan.SkipSpaceAndComments(Headers.Buffer, span.ValueStart, span.End);
            return i < span.End && Headers.Buffer[i] is (byte)'m' or (byte)'M';
        }
    }

    internal ContentDisposition? Disposition
    {
        get
        {
            if (!_dispositionIsRead)
            {
                _dispositionIsRead = true;
                _disposition = Headers.TryFind("Content-Disposition", out var span)
                    ? ContentDisposition.Read(Headers.Buffer, span.ValueStart, span.End, Headers.Context)
                    : null;
            }

            return _disposition;
        }
    }

    private bool IsInDigest => Parent is { ContentType.MediaType: "multipart/digest" };

    /// <summary>The whole part as it was received, header block and body.</summary>
    /// <returns>A copy.</returns>
    public byte[] GetRawBytes() => Source.ToArray(Offset, BodyOffset + BodyLength - Offset);

    /// <summary>Opens the whole part as it was received, header block and body. This is what a signature over the part covers.</summary>
    public Stream OpenRaw() => Source.OpenRead(Offset, BodyOffset + BodyLength - Offset);

    /// <summary>Opens the body as it was received, still in its transfer encoding.</summary>
    public Stream OpenRawBody() => Source.OpenRead(BodyOffset, BodyLength);

    /// <summary>Opens the content, decoded while it is read. The stream reads forward only.</summary>
    public Stream OpenContent() => TransferDecoder.Create(Encoding) is { } decoder
        ? new DecodedStream(Source, BodyOffset, BodyLength, decoder)
        : OpenRawBody();

    /// <summary>The content, decoded.</summary>
    /// <returns>A copy.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> when it does not fit into an array.</exception>
    public byte[] GetContent() => PartContent.Decode(this, null);

    /// <summary>The content as text, in the charset the part declares or, where that fails, the one it looks like.</summary>
    /// <param name="unwrapFlowed">Whether the soft line breaks of <c>format=flowed</c> are undone (RFC 3676).</param>
    public string GetText(bool unwrapFlowed = false)
    {
        var text = PartContent.DecodeText(this, null);
        return unwrapFlowed && IsParameter("format", "flowed") ? FlowedText.Unwrap(text, IsParameter("delsp", "yes")) : text;
    }

    /// <inheritdoc/>
    public override string ToString() => ContentType.MediaType;

    private bool IsParameter(string name, string value) =>
        string.Equals(ContentType.GetParameter(name), value, System.StringComparison.OrdinalIgnoreCase);

    internal ContentType ReadContentType(DecodingContext context)
    {
        if (!Headers.TryFind("Content-Type", out var span))
        {
            return IsInDigest ? ContentType.MessageRfc822 : ContentType.TextPlain;
        }

        return ContentType.Read(Headers.Buffer, span.ValueStart, span.End, context);
    }
}
