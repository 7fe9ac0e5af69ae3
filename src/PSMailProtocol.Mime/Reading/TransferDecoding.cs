using System.IO;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;
using MimeKit.Utils;

namespace PSMailProtocol.Mime;

/// <summary>Transfer decoding that loses no octet where the sender or a relay cut the end.</summary>
internal static class TransferDecoding
{
    /// <summary>The encoding that a field names, perhaps in quotes or with a parameter behind it.</summary>
    public static ContentEncoding Find(Header? field) =>
        field is not null && MimeUtils.TryParse(Name(field), out ContentEncoding encoding) ? encoding : ContentEncoding.Default;

    /// <summary>Whether the field names an encoding that is known.</summary>
    public static bool IsKnown(Header field) =>
        Name(field) is "" or "8-bit" or "7-bit" || MimeUtils.TryParse(Name(field), out ContentEncoding _);

    public static Stream Open(Stream raw, ContentEncoding encoding)
    {
        if (encoding is not (ContentEncoding.Base64 or ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode))
            return raw;

        var decoded = new FilteredStream(encoding switch
        {
            ContentEncoding.Base64 => Base64Padding.Add(raw),
            ContentEncoding.UUEncode => UuencodedSpaces.Restore(raw),
            _ => raw,
        });
        decoded.Add(DecoderFilter.Create(encoding));
        return decoded;
    }

    private static string Name(Header field) =>
        FieldText.WithoutComments(FieldText.FromOctets(field.RawValue)).Split(';')[0].Trim(' ', '\t', '\r', '\n', '"').ToLowerInvariant();
}
