using System;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Advice;

/// <summary>How a header field is set that the message sets itself.</summary>
internal static class HeaderAdvice
{
    /// <summary>What to do instead, or null for a field that may be set by its name.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="draft">The message that is to have it.</param>
    public static string? For(string field, MailDraft draft) => field.ToUpperInvariant() switch
    {
        "FROM" => Give("From"),
        "SENDER" => Give("Sender"),
        "REPLY-TO" => Give("ReplyTo"),
        "TO" => Give("To"),
        "CC" => Give("Cc"),
        "BCC" or "RESENT-BCC" => "Give it with -Bcc; no header shows who gets a blind copy.",
        "SUBJECT" => Give("Subject"),
        "DATE" => Give("Date"),
        "MESSAGE-ID" => Give("MessageId"),
        "MIME-VERSION" => "Leave it out; every message has it.",
        "IMPORTANCE" or "X-PRIORITY" or "PRIORITY"
            when draft.Priority != MailPriority.Normal => "Leave it out, since -Priority sets it, or leave out -Priority.",
        "DISPOSITION-NOTIFICATION-TO"
            when draft.RequestReadReceipt => "Leave it out, since -RequestReadReceipt sets it, or leave out -RequestReadReceipt.",
        _ when field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) =>
            "Leave it out; it follows from -Body, -BodyAsHtml, -HtmlBody, -Encoding, -Attachment and -InlineAttachment.",
        _ => null,
    };

    private static string Give(string parameter) => $"Give it with -{parameter}.";
}
