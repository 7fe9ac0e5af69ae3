namespace PSMailProtocol.Messages;

/// <summary>Something in a message that is not as its RFC wants it and that the reader had to repair.</summary>
public sealed class MimeDefect
{
    /// <summary>A line in a header block has no field name, or begins one with a space.</summary>
    public const string InvalidHeader = nameof(InvalidHeader);

    /// <summary>No empty line stands between the header block and the body.</summary>
    public const string MissingHeaderBodySeparator = nameof(MissingHeaderBodySeparator);

    /// <summary>The bytes end inside a header block.</summary>
    public const string TruncatedHeader = nameof(TruncatedHeader);

    /// <summary>The message begins with the separator line of an mbox file.</summary>
    public const string MboxFromLine = nameof(MboxFromLine);

    /// <summary>The message begins with the byte order mark of UTF-8.</summary>
    public const string ByteOrderMark = nameof(ByteOrderMark);

    /// <summary>Lines end with a carriage return alone.</summary>
    public const string BareCarriageReturn = nameof(BareCarriageReturn);

    /// <summary>Header lines end with a line feed alone.</summary>
    public const string BareLineFeed = nameof(BareLineFeed);

    /// <summary>A header block has octets beyond ASCII that are not UTF-8.</summary>
    public const string UndeclaredCharset = nameof(UndeclaredCharset);

    /// <summary>A charset is not known here, so UTF-8 or windows-1252 stood in for it.</summary>
    public const string UnknownCharset = nameof(UnknownCharset);

    /// <summary>Octets are not valid in the charset that is declared.</summary>
    public const string InvalidCharsetOctets = nameof(InvalidCharsetOctets);

    /// <summary>A Date field is missing a zone, or cannot be read at all.</summary>
    public const string InvalidDate = nameof(InvalidDate);

    /// <summary>An address field has something in it that is no address.</summary>
    public const string InvalidAddress = nameof(InvalidAddress);

    /// <summary>A field that may occur once occurs again (RFC 5322 section 3.6).</summary>
    public const string DuplicateHeader = nameof(DuplicateHeader);

    /// <summary>A message has no From field.</summary>
    public const string MissingFrom = nameof(MissingFrom);

    /// <summary>A Content-Type field, or a parameter of it, cannot be read (RFC 2045 section 5.1).</summary>
    public const string InvalidContentType = nameof(InvalidContentType);

    /// <summary>A multipart has no usable boundary parameter.</summary>
    public const string MissingBoundary = nameof(MissingBoundary);

    /// <summary>A multipart has a boundary parameter that occurs nowhere.</summary>
    public const string BoundaryNotFound = nameof(BoundaryNotFound);

    /// <summary>A multipart is not closed.</summary>
    public const string MissingClosingBoundary = nameof(MissingClosingBoundary);

    /// <summary>A multipart or an attached message has a transfer encoding that RFC 2045 section 6.4 forbids it.</summary>
    public const string EncodedComposite = nameof(EncodedComposite);

    /// <summary>A transfer encoding is not known.</summary>
    public const string UnknownTransferEncoding = nameof(UnknownTransferEncoding);

    /// <summary>Nesting is deeper than the reader follows.</summary>
    public const string DepthLimit = nameof(DepthLimit);

    /// <summary>There are more parts than the reader takes apart.</summary>
    public const string PartLimit = nameof(PartLimit);

    /// <summary>A header block is larger than what the reader takes.</summary>
    public const string HeaderBlockLimit = nameof(HeaderBlockLimit);

    /// <summary>A header block has more fields than the reader takes.</summary>
    public const string HeaderLimit = nameof(HeaderLimit);

    /// <summary>An IMAP server gave no envelope, or one that cannot be read, so the header was read in its place.</summary>
    public const string UnreadableEnvelope = nameof(UnreadableEnvelope);

    /// <summary>An IMAP server gave no structure, or one that cannot be read, so that nothing is known of attachments.</summary>
    public const string UnreadableStructure = nameof(UnreadableStructure);

    /// <param name="name">One of the constants of this type.</param>
    /// <param name="offset">Where it is, in octets from the start of the message.</param>
    public MimeDefect(string name, long offset)
    {
        Name = name;
        Offset = offset;
    }

    /// <summary>What it is, one of the constants of this type.</summary>
    public string Name { get; }

    /// <summary>Where it is, in octets from the start of the message.</summary>
    public long Offset { get; }

    /// <inheritdoc/>
    public override string ToString() => Name + " at " + Offset;
}
