using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Writes the headers of an attachment: type with name, id, and disposition with file name (RFC 2183).</summary>
internal static class AttachmentHeaders
{
    private const int LongestId = 900;

    public static void Write(HeaderWriter header, DraftAttachment attachment, string contentType, string disposition)
    {
        string fileName = attachment.FileName ?? "";
        HeaderRules.RefuseLineBreaks(fileName, "FileName of an attachment", MailErrors.InvalidHeaderValue);
        List<string> pieces = attachment.Message is null ? ContentTypeRules.Split(contentType, "ContentType of an attachment") : [contentType];
        WriteType(header, pieces, fileName);
        string? id = attachment.ContentId;
        if (id is null && disposition == "inline" && IsId(fileName))
            id = fileName;
        if (id is not null)
            header.Field("Content-ID", "<" + Checked(id) + ">");
        header.Begin("Content-Disposition");
        header.Word(disposition);
        if (fileName.Length > 0)
            ParameterText.Write(header, "filename", fileName);
        header.End();
    }

    private static void WriteType(HeaderWriter header, List<string> pieces, string fileName)
    {
        header.Begin("Content-Type");
        header.Word(pieces[0]);
        bool named = false;
        for (int i = 1; i < pieces.Count; i++)
        {
            named |= pieces[i].StartsWith("name=", System.StringComparison.OrdinalIgnoreCase);
            header.Raw(";");
            header.Word(pieces[i]);
        }

        if (fileName.Length > 0 && !named)
            ParameterText.WriteFallback(header, "name", fileName);
        header.End();
    }

    private static string Checked(string id)
    {
        HeaderRules.RefuseLineBreaks(id, "ContentId of an attachment", MailErrors.InvalidHeaderValue);
        string bare = id.Length > 2 && id[0] == '<' && id[id.Length - 1] == '>' ? id.Substring(1, id.Length - 2) : id;
        return IsId(bare)
            ? bare
            : throw new MailException(MailErrors.InvalidHeaderValue, "ContentId of an attachment is not printable ASCII without spaces and angle brackets.");
    }

    private static bool IsId(string id)
    {
        foreach (char c in id)
        {
            if (c is <= ' ' or > '~' or '<' or '>')
                return false;
        }

        return id.Length is > 0 and <= LongestId;
    }
}
