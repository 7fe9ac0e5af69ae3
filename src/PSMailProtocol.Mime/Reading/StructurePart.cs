using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using MimeKit;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A part that a server has described (BODYSTRUCTURE) and that stays there until its content is asked for.</summary>
internal sealed class StructurePart : MailPart
{
    private readonly ImapBodyPart _described;
    private readonly Func<ImapBodyPart, CancellationToken, Stream> _open;

    private StructurePart(ImapBodyPart described, MailPart? parent, List<Header> fields, Func<ImapBodyPart, CancellationToken, Stream> open)
        : base(() => open(described, CancellationToken.None), parent, fields, TypeOf(fields), begin: 0)
    {
        (_described, _open) = (described, open);
        IsMessage = described.IsMessage;
    }

    /// <inheritdoc/>
    public override bool IsHere => false;

    /// <summary>
    /// The attachments of a message of which only the structure is known, told from its text as in a message that is here.
    /// </summary>
    /// <param name="structure">The structure.</param>
    /// <param name="open">Fetches a part as it is transferred.</param>
    public static IReadOnlyList<MailAttachment> ReadAttachments(ImapBodyPart structure, Func<ImapBodyPart, CancellationToken, Stream> open)
    {
        var parts = new List<MailPart>();
        var waiting = new Stack<(ImapBodyPart Described, MailPart? Parent)>();
        waiting.Push((structure, null));
        while (waiting.Count > 0)
        {
            var (described, parent) = waiting.Pop();
            var part = new StructurePart(described, parent, FieldsOf(described), open);
            parent?.Children.Add(part);
            parts.Add(part);
            foreach (var inner in described.IsMessage ? [] : described.Parts.Reverse())
                waiting.Push((inner, part));
        }

        return new BodyChoice(parts).Attachments;
    }

    /// <inheritdoc/>
    public override MailAttachment ToAttachment(bool isInline) =>
        new(FileName, MediaType, ContentId, isInline, OpenRead) { KnownSize = DecodedSize() };

    /// <inheritdoc/>
    protected override Stream OpenRaw(CancellationToken cancellation) =>
        new CancellableStream(_open(_described, cancellation), cancellation);

    /// <summary>Lines of base64 have 76 characters and a line end, those of uuencode 61 for 45 octets.</summary>
    private long DecodedSize()
    {
        var size = _described.Size ?? 0;
        return Encoding switch
        {
            ContentEncoding.Base64 => (size - (2 * ((size + 77) / 78))) / 4 * 3,
            ContentEncoding.UUEncode => size / 63 * 45,
            _ => size,
        };
    }

    private static MimeKit.ContentType TypeOf(List<Header> fields)
    {
        var value = fields[0].RawValue;
        return MimeKit.ContentType.TryParse(FieldText.Library, value, 0, Math.Min(value.Length, OctetView.LongestType), out var type)
            ? type
            : new MimeKit.ContentType("application", "octet-stream");
    }

    /// <summary>The fields as the part has them, which the server has taken apart.</summary>
    private static List<Header> FieldsOf(ImapBodyPart part)
    {
        var fields = new List<Header> { Field("Content-Type", $"{part.Type}/{part.Subtype}", part.Parameters) };
        if (part.Encoding is not null)
            fields.Add(Field("Content-Transfer-Encoding", part.Encoding, []));
        if (part.ContentId is not null)
            fields.Add(Field("Content-ID", part.ContentId, []));
        if (part.Disposition is not null)
            fields.Add(Field("Content-Disposition", part.Disposition, part.DispositionParameters));
        return fields;
    }

    private static KnownField Field(string name, string value, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var text = new StringBuilder(value);
        foreach (var parameter in parameters)
            text.Append("; ").Append(parameter.Key).Append('=').Append(Value(parameter));
        return new KnownField(name, FieldText.WithoutLineEnds(text.ToString()));
    }

    /// <summary>An extended value (RFC 2231 section 4) goes as it is, since quotes would make another of it.</summary>
    private static string Value(KeyValuePair<string, string> parameter) => parameter.Key.EndsWith("*", StringComparison.Ordinal)
        ? parameter.Value
        : "\"" + parameter.Value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
