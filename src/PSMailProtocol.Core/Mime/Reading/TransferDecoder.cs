namespace PSMailProtocol.Mime;

/// <summary>
/// Undoes a transfer encoding (RFC 2045 section 6) piece by piece. Garbage is stepped over and remembered, never an error.
/// </summary>
internal abstract class TransferDecoder
{
    /// <summary>Whether anything was not as the encoding wants it.</summary>
    public bool IsDamaged { get; protected set; }

    /// <summary>Creates the decoder of a <c>Content-Transfer-Encoding</c>, or <c>null</c> for content that is as it is.</summary>
    public static TransferDecoder? Create(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.Base64 => new Base64Decoder(),
        TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
        TransferEncoding.Uuencode => new UuDecoder(),
        _ => null,
    };

    /// <summary>How many octets a piece can give at most, what earlier pieces left included.</summary>
    public abstract long GetMaxLength(long count);

    /// <summary>Decodes a piece.</summary>
    /// <returns>The number of octets written.</returns>
    public abstract int Decode(byte[] input, int offset, int count, byte[] output, int outputOffset);

    /// <summary>Writes what the end of the content sets free, at most <c>GetMaxLength(0)</c> octets.</summary>
    public abstract int Finish(byte[] output, int outputOffset);
}

/// <summary>The transfer encodings there are.</summary>
internal enum TransferEncoding
{
    /// <summary>7bit, 8bit, binary and whatever is not known.</summary>
    Identity,
    Base64,
    QuotedPrintable,
    Uuencode,
}
