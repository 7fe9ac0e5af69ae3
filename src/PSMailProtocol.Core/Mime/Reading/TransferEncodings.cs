namespace PSMailProtocol.Mime;

/// <summary>Reads the field <c>Content-Transfer-Encoding</c> (RFC 2045 section 6.1).</summary>
internal static class TransferEncodings
{
    private static readonly (string Name, TransferEncoding Encoding)[] Names =
    [
        ("7bit", TransferEncoding.Identity), ("8bit", TransferEncoding.Identity), ("binary", TransferEncoding.Identity),
        ("quoted-printable", TransferEncoding.QuotedPrintable), ("base64", TransferEncoding.Base64),
        ("x-uuencode", TransferEncoding.Uuencode), ("x-uue", TransferEncoding.Uuencode),
        ("uuencode", TransferEncoding.Uuencode), ("uue", TransferEncoding.Uuencode),
        ("7-bit", TransferEncoding.Identity), ("8-bit", TransferEncoding.Identity), ("7 bit", TransferEncoding.Identity), ("8 bit", TransferEncoding.Identity),
    ];

    public static TransferEncoding Read(HeaderCollection headers) => Read(headers, out _);

    /// <param name="isKnown">False for a name that means nothing; the content is then left as it is.</param>
    public static TransferEncoding Read(HeaderCollection headers, out bool isKnown)
    {
        isKnown = true;
        if (!headers.TryFind("Content-Transfer-Encoding", out var span))
        {
            return TransferEncoding.Identity;
        }

        var buffer = headers.Buffer;
        var start = HeaderScan.SkipSpaceAndComments(buffer, span.ValueStart, span.End);
        var end = start;
        while (end < span.End && buffer[end] is not ((byte)';' or (byte)'(' or (byte)',' or (byte)'\r' or (byte)'\n'))
        {
            end++;
        }

        TrimQuotes(buffer, ref start, ref end);
        foreach (var (name, encoding) in Names)
        {
            if (FieldNames.Equals(buffer, start, end - start, name))
            {
                return encoding;
            }
        }

        isKnown = start == end;
        return TransferEncoding.Identity;
    }

    private static void TrimQuotes(byte[] buffer, ref int start, ref int end)
    {
        HeaderScan.Trim(buffer, ref start, ref end);
        if (end - start > 2 && buffer[start] == '"' && buffer[end - 1] == '"')
        {
            start++;
            end--;
        }
    }
}
