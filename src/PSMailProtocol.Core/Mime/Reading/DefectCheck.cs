using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Decodes all of a message for its defects: what is otherwise decoded in silence, and only when it is asked for.</summary>
internal static class DefectCheck
{
    private static readonly string[] AddressFields = ["From", "To", "Cc", "Bcc", "Reply-To", "Sender"];

    // RFC 5322 section 3.6: at most once.
    private static readonly string[] SingleFields =
        ["From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Type", "Content-Transfer-Encoding"];

    public static IReadOnlyList<MimeDefect> Run(MimeMessage message, MimeTree tree)
    {
        var defects = new DefectList();
        foreach (var defect in tree.Defects.Found)
        {
            if (defect.Offset >= message.Start && defect.Offset <= message.End)
            {
                defects.Add(defect.Name, defect.Offset);
            }
        }

        CheckMessageFields(message.Headers, defects);
        for (var i = message.Body.Index; i <= message.Body.LastDescendant; i++)
        {
            CheckPart(tree.Parts[i], defects);
        }

        defects.Sort();
        return defects.Found;
    }

    private static void CheckMessageFields(HeaderCollection headers, DefectList defects)
    {
        var context = new DecodingContext(headers, defects);
        foreach (var name in AddressFields)
        {
            if (headers.TryFind(name, out var span))
            {
                _ = AddressListParser.Read(headers.Buffer, span.ValueStart, span.End, context);
            }
        }

        if (headers.TryFind("Date", out var date))
        {
            _ = MailDateParser.Read(headers.Buffer, date.ValueStart, date.End, out var isOdd);
            if (isOdd)
            {
                context.Report(MimeDefect.InvalidDate, date.Start);
            }
        }

        if (headers.TryFind("Subject", out var subject))
        {
            _ = HeaderText.Decode(headers.Buffer, subject.ValueStart, subject.End, context);
        }

        if (headers.IndexOf("From", 0) < 0)
        {
            context.Report(MimeDefect.MissingFrom, headers.Count > 0 ? headers.SpanAt(0).Start : 0);
        }

        foreach (var name in SingleFields)
        {
            var first = headers.IndexOf(name, 0);
            var second = first < 0 ? -1 : headers.IndexOf(name, first + 1);
            if (second >= 0)
            {
                context.Report(MimeDefect.DuplicateHeader, headers.SpanAt(second).Start);
            }
        }
    }

    private static void CheckPart(MimePart part, DefectList defects)
    {
        var headers = part.Headers;
        var context = new DecodingContext(headers, defects);
        _ = part.ReadContentType(context);
        if (headers.TryFind("Content-Disposition", out var disposition))
        {
            _ = ContentDisposition.Read(headers.Buffer, disposition.ValueStart, disposition.End, context);
        }

        _ = TransferEncodings.Read(headers, out var isKnown);
        if (!isKnown)
        {
            defects.Add(MimeDefect.UnknownTransferEncoding, part.Offset);
        }

        if (part.ContentType.IsMessage && part.Encoding != TransferEncoding.Identity)
        {
            defects.Add(MimeDefect.EncodedComposite, part.Offset);
        }

        if (part.ChildCount > 0 || part.BodyLength == 0)
        {
            return;
        }

        if (part.ContentType.Type == "text")
        {
            _ = PartContent.DecodeText(part, defects);
        }
        else if (part.Encoding != TransferEncoding.Identity)
        {
            PartContent.Check(part, defects);
        }
    }
}
