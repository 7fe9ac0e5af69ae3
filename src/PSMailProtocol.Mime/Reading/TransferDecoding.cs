using System.IO;
using MimeKit;
using MimeKit.Encodings;
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

    public static Stream Open(Stream raw, ContentEncoding encoding) => encoding switch
    {
        ContentEncoding.Base64 => new Base64Blocks(raw),
        ContentEncoding.QuotedPrintable => new QuotedPrintableEnd(raw),
        ContentEncoding.UUEncode => new DecodingStream(UuencodedSpaces.Restore(raw), new UUDecoder()),
        _ => raw,
    };

    private static string Name(Header field) =>
        FieldText.WithoutComments(FieldText.FromOctets(field.RawValue)).Split(';')[0].Trim(' ', '\t', '\r', '\n', '"').ToLowerInvariant();
}
