using System.Collections.Generic;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Decodes all of a message for its defects: what is otherwise decoded in silence, and only when it is asked for.</summary>
internal static class DefectSearch
{
    private static readonly HeaderId[] AddressIds =
        [HeaderId.From, HeaderId.To, HeaderId.Cc, HeaderId.Bcc, HeaderId.ReplyTo, HeaderId.Sender];

    // RFC 5322 section 3.6: at most once.
    private static readonly HeaderId[] SingleIds =
    [
        .. AddressIds, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.InReplyTo, HeaderId.References, HeaderId.ContentType,
        HeaderId.ContentTransferEncoding,
    ];

    public static IReadOnlyList<Messages.MimeDefect> Run(MailHeader header, MessageStructure structure)
    {
        var defects = structure.Defects.Copy();
        CheckFields(header, structure, defects);
        foreach (var part in structure.Parts)
            CheckPart(part, structure.Map, defects);
        return defects.ToList();
    }

    private static void CheckFields(MailHeader header, MessageStructure structure, DefectLog defects)
    {
        foreach (var id in AddressIds)
        {
            foreach (var addresses in header.FindAll(id))
            {
                if (!AddressFields.Read(addresses.RawValue, header.Charset, []))
                    defects.Add(Messages.MimeDefect.InvalidAddress, header.Offset(addresses));
            }
        }

        if (header.Find(HeaderId.Date) is { } date && (header.Date is null || !MailDate.IsStandard(date)))
            defects.Add(Messages.MimeDefect.InvalidDate, header.Offset(date));
        if (header.Find(HeaderId.From) is null)
            defects.Add(Messages.MimeDefect.MissingFrom, structure.Fields.Count > 0 ? header.Offset(structure.Fields[0]) : 0);
        foreach (var id in SingleIds)
        {
            if (header.FindAll(id) is { Count: > 1 } several)
                defects.Add(Messages.MimeDefect.DuplicateHeader, header.Offset(several[1]));
        }

        CheckOctets(header, structure, defects);
    }

    private static void CheckOctets(MailHeader header, MessageStructure structure, DefectLog defects)
    {
        var fields = structure.Fields;
        if (fields.Find(read => IsUndeclared(read.RawValue)) is { } undeclared)
            defects.Add(Messages.MimeDefect.UndeclaredCharset, header.Offset(undeclared));
        if (!structure.HasBareReturns && fields.Find(read => HasBareLineFeed(read.RawValue)) is { } bare)
            defects.Add(Messages.MimeDefect.BareLineFeed, header.Offset(bare));
    }

    private static void CheckPart(MailPart part, OctetMap map, DefectLog defects)
    {
        var type = part.Find(HeaderId.ContentType);
        if (type is not null && !MimeKit.ContentType.TryParse(type.RawValue, out _))
            defects.Add(Messages.MimeDefect.InvalidContentType, map.ToSource(type.Offset ?? 0));
        if (part.Find(HeaderId.ContentTransferEncoding) is { } encoding && !TransferDecoding.IsKnown(encoding))
            defects.Add(Messages.MimeDefect.UnknownTransferEncoding, part.Begin);
        var isComposite = part.IsMultipart || part.MediaType == "message/rfc822";
        if (isComposite && part.Encoding is ContentEncoding.Base64 or ContentEncoding.QuotedPrintable)
            defects.Add(Messages.MimeDefect.EncodedComposite, part.Begin);
        if (part.Children.Count > 0 || part.IsMessage || !part.Type.IsMimeType("text", "*"))
            return;

        part.ReadText(out var isKnown, out var isValid);
        if (!isKnown)
            defects.Add(Messages.MimeDefect.UnknownCharset, part.Start);
        if (!isValid)
            defects.Add(Messages.MimeDefect.InvalidCharsetOctets, part.Start);
    }

    private static bool IsUndeclared(byte[] value) =>
        System.Array.Exists(value, octet => octet >= 0x80) && !Charsets.IsUtf8(value, 0, value.Length);

    private static bool HasBareLineFeed(byte[] value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\n' && (i == 0 || value[i - 1] != '\r'))
                return true;
        }

        return false;
    }
}
