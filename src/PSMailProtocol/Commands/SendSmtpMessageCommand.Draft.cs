using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Composing: from parameters to a message.</summary>
public sealed partial class SendSmtpMessageCommand
{
    /// <summary>Composes the message that the parameters describe.</summary>
    /// <param name="files">Files from the pipeline, to attach after those of <see cref="Attachment"/>.</param>
    /// <param name="input">The object from the pipeline that it is for, or null.</param>
    private OutgoingMessage Compose(IEnumerable<string> files, object? input)
    {
        var draft = Draft();
        foreach (var file in files)
            draft.Attachments.Add(DraftAttachment.FromFile(file));
        var envelopeSender = EnvelopeSender(draft.Sender ?? draft.From);
        return new OutgoingMessage(draft.Compose(), draft.Subject, envelopeSender, [.. draft.To, .. draft.Cc, .. draft.Bcc], input);
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
        };
        MailboxParameter.ReadAll(To, nameof(To), draft.To);
        MailboxParameter.ReadAll(Cc, nameof(Cc), draft.Cc);
        MailboxParameter.ReadAll(Bcc, nameof(Bcc), draft.Bcc);
        MailboxParameter.ReadAll(ReplyTo, nameof(ReplyTo), draft.ReplyTo);
        Attach(draft);
        foreach (DictionaryEntry field in Header ?? new Hashtable())
            draft.Headers.Add(new(Convert.ToString(field.Key) ?? "", Convert.ToString(field.Value) ?? ""));
        return draft;
    }

    private void Attach(MailDraft draft)
    {
        foreach (var path in (Attachment ?? []).SelectMany(path => MessagePath.Resolve(this, path, nameof(Attachment))))
            draft.Attachments.Add(DraftAttachment.FromFile(path));
        foreach (DictionaryEntry image in InlineAttachment ?? new Hashtable())
        {
            foreach (var path in MessagePath.Resolve(this, Convert.ToString(image.Value) ?? "", nameof(InlineAttachment)))
                draft.InlineAttachments.Add(DraftAttachment.FromFile(path, contentId: Convert.ToString(image.Key)));
        }
    }

    private MailboxAddress? EnvelopeSender(MailboxAddress? byHeader) => EnvelopeFrom switch
    {
        null => byHeader,
        "" => null,
        _ => MailboxParameter.Read(EnvelopeFrom, nameof(EnvelopeFrom)),
    };
}
