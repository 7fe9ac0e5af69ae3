using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Composing: from parameters to a message.</summary>
public sealed partial class SendSmtpMessageCommand
{
    /// <summary>Composes the message that the parameters describe.</summary>
    /// <param name="files">Files from the pipeline, to attach after those of <see cref="Attachment"/>.</param>
    /// <param name="input">The object from the pipeline that it is for, or null.</param>
    private OutgoingMessage Compose(IEnumerable<DraftAttachment> files, object? input)
    {
        var draft = Draft();
        foreach (var file in files)
            draft.Attachments.Add(file);
        var envelopeSender = EnvelopeSender(draft.Sender ?? draft.From);
        var message = draft.Compose();

        // Whoever gets two messages of one id keeps one of them.
        if (draft.MessageId is not null && !_messageIds.Add(message.MessageId))
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                "-MessageId names one message, and an earlier one of this command has it already.",
                "Give each its own: -MessageId { \"$($_.Id)@example.com\" }; or leave -MessageId out.");
        }

        return new OutgoingMessage(message, draft.Subject, envelopeSender, [.. draft.To, .. draft.Cc, .. draft.Bcc], input);
    }

    private MailDraft Draft()
    {
        if (BodyAsHtml && HtmlBody is not null)
            throw new MailException(MailErrors.InvalidParameter, "-BodyAsHtml makes HTML of -Body, so -HtmlBody has no place beside it.");

        var draft = new MailDraft
        {
            From = MailboxParameter.Read(From, nameof(From)),
            Sender = string.IsNullOrEmpty(Sender) ? null : MailboxParameter.Read(Sender!, nameof(Sender)),
            Subject = Subject ?? "",
            TextBody = BodyAsHtml ? null : Body,
            HtmlBody = BodyAsHtml ? Body : HtmlBody,
            Priority = Priority,
            RequestReadReceipt = RequestReadReceipt,
            Encoding = Encoding,
            Date = Date == default ? null : Date,
            MessageId = IsFromRow(nameof(MessageId)) ? null : MessageId,
        };
        MailboxParameter.ReadAll(To, nameof(To), draft.To);
        MailboxParameter.ReadAll(Cc, nameof(Cc), draft.Cc);
        MailboxParameter.ReadAll(Bcc, nameof(Bcc), draft.Bcc);
        MailboxParameter.ReadAll(ReplyTo, nameof(ReplyTo), draft.ReplyTo);
        Attach(draft);
        foreach (DictionaryEntry field in Header ?? new Hashtable())
        {
            foreach (var value in Values(field.Value))
                AddField(draft, Text(field.Key), value);
        }

        return draft;
    }

    /// <summary>The fields that place a message in its thread (RFC 5322 section 3.6.4) are checked by the draft.</summary>
    private static void AddField(MailDraft draft, string name, string value)
    {
        if (HeaderAdvice.For(name, draft) is { } advice)
            throw new AdvisedException(MailErrors.InvalidHeaderName, $"-Header: the message sets {WireText.Excerpt(name)} itself.", advice);
        if (name.Equals("In-Reply-To", StringComparison.OrdinalIgnoreCase))
            draft.InReplyTo = value;
        else if (name.Equals("References", StringComparison.OrdinalIgnoreCase))
            Array.ForEach(value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), draft.References.Add);
        else
            draft.Headers.Add(new(name, value));
    }

    private void Attach(MailDraft draft)
    {
        foreach (var path in (Attachment ?? []).SelectMany(path => MessagePath.ResolveList(this, path, nameof(Attachment))))
            draft.Attachments.Add(AttachmentFrom(path, nameof(Attachment)));
        foreach (var image in (InlineAttachment ?? new Hashtable()).Cast<DictionaryEntry>()
            .Where(image => !CellAttribute.IsEmpty(image.Value)))
            draft.InlineAttachments.Add(AttachmentFrom(InlineFile(image), nameof(InlineAttachment), Convert.ToString(image.Key)));
        if (draft.InlineAttachments.Count > 0 && string.IsNullOrEmpty(draft.HtmlBody))
        {
            Streams.Warning($"\"{WireText.Excerpt(draft.Subject)}\": -InlineAttachment holds what HTML shows, and the message has no HTML. "
                +
                "Give -HtmlBody, or -Body with -BodyAsHtml, that shows it by <img src=\"cid:name\">; or give the files with -Attachment.");
        }
    }

    private static DraftAttachment AttachmentFrom(string path, string parameter, string? contentId = null) =>
        DraftAttachment.FromFile(MessagePath.RequireFile(path, parameter), contentId: contentId);

    /// <summary>A content id stands for one file, since HTML shows one image by it (RFC 2392).</summary>
    private string InlineFile(DictionaryEntry image)
    {
        var paths = Values(image.Value).Where(path => path.Length > 0)
            .SelectMany(path => MessagePath.Resolve(this, path, nameof(InlineAttachment))).ToArray();
        return paths.Length == 1
            ? paths[0]
            : throw new MailException(MailErrors.InvalidParameter,
                $"-InlineAttachment: the content id {image.Key} stands for one file, and {paths.Length} are given.");
    }

    /// <summary>The elements of a value that is an array or another list, or the one that it is; none for null.</summary>
    private static IEnumerable<string> Values(object? value) =>
        (LanguagePrimitives.GetEnumerable(value)?.Cast<object?>() ?? [value]).Where(element => !CellAttribute.IsNull(element)).Select(Text);

    /// <summary>A value as PowerShell makes text of it, which is the same in every culture.</summary>
    private static string Text(object? value) =>
        LanguagePrimitives.TryConvertTo<string>(value, CultureInfo.InvariantCulture, out var text) ? text : "";

    private MailboxAddress? EnvelopeSender(MailboxAddress? byHeader) => EnvelopeFrom switch
    {
        null => byHeader,

        // An empty cell of a table leaves it open; that failures are reported to nobody has to be typed.
        _ when string.IsNullOrWhiteSpace(EnvelopeFrom) => _typed.Contains(nameof(EnvelopeFrom)) ? null : byHeader,
        _ => MailboxParameter.Read(EnvelopeFrom, nameof(EnvelopeFrom)),
    };
}
