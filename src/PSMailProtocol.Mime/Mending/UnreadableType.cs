using System;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>A content type that nobody can read is plain text (RFC 2045 section 5.2); to the library it is a file.</summary>
internal static class UnreadableType
{
    public static void Mend(MimeKit.ContentType type, Header? field)
    {
        if (!IsReadable(type, field))
            (type.MediaType, type.MediaSubtype) = ("text", "plain");
    }

    public static bool IsReadable(MimeKit.ContentType type, Header? field) =>
        field is null
        || !type.IsMimeType("application", "octet-stream")
        || FieldText.Octets.GetString(field.RawValue).IndexOf("octet-stream", StringComparison.OrdinalIgnoreCase) >= 0;
}
