using System;
using System.Collections.Generic;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A message in the making. <see cref="Compose"/> checks it and turns it into one that can be sent.</summary>
/// <remarks>
/// A draft can be composed several times and changed in between. Nothing in it may hold carriage return, line feed or
/// NUL, except the two bodies, whose line ends all become CRLF.
/// </remarks>
public sealed class MailDraft
{
    /// <summary>The author. It must be set; the domain of a new message id is this one's.</summary>
    public MailboxAddress? From { get; set; }

    /// <summary>Who sends in the author's place (RFC 5322 section 3.6.2), or null.</summary>
    public MailboxAddress? Sender { get; set; }

    /// <summary>Where answers go, if not to the author.</summary>
    public IList<MailboxAddress> ReplyTo { get; } = new List<MailboxAddress>();

    /// <summary>The recipients.</summary>
    public IList<MailboxAddress> To { get; } = new List<MailboxAddress>();

    /// <summary>Who gets a copy.</summary>
    public IList<MailboxAddress> Cc { get; } = new List<MailboxAddress>();

    /// <summary>Who gets a copy that nobody is told of. It is for the envelope; no header ever shows it.</summary>
    public IList<MailboxAddress> Bcc { get; } = new List<MailboxAddress>();

    /// <summary>The subject; an empty one is left out.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The body as text, or null.</summary>
    public string? TextBody { get; set; }

    /// <summary>The body as HTML, or null. With both, the reader's program chooses (<c>multipart/alternative</c>).</summary>
    public string? HtmlBody { get; set; }

    /// <summary>What is sent along, in this order.</summary>
    public IList<DraftAttachment> Attachments { get; } = new List<DraftAttachment>();

    /// <summary>
    /// What the HTML shows by <c>cid:</c> and the content id (RFC 2392), which goes out as given. Where none is given it
    /// is the file name. Without an HTML body these are sent as attachments for display.
    /// </summary>
    public IList<DraftAttachment> InlineAttachments { get; } = new List<DraftAttachment>();

    /// <summary>Further headers, in this order. Those that the draft has a property for are refused, as are Bcc and Content-*.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = new List<KeyValuePair<string, string>>();

    /// <summary>How urgent the message is shown to be.</summary>
    public MailPriority Priority { get; set; }

    /// <summary>Whether to ask the reader's program to tell the author that the message was displayed (RFC 8098).</summary>
    public bool RequestReadReceipt { get; set; }

    /// <summary>The id of the message that this one answers, with or without angle brackets, or null.</summary>
    public string? InReplyTo { get; set; }

    /// <summary>The ids of the thread so far, oldest first, with or without angle brackets.</summary>
    public IList<string> References { get; } = new List<string>();

    /// <summary>When it was written; null for the moment of <see cref="Compose"/>.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>The message id, with or without angle brackets; null for a new one at each <see cref="Compose"/>.</summary>
    public string? MessageId { get; set; }

    /// <summary>
    /// What boundaries are derived from; null for random ones. With this, <see cref="Date"/> and
    /// <see cref="MessageId"/> set, equal drafts compose to equal bytes.
    /// </summary>
    public string? BoundarySeed { get; set; }

    /// <summary>
    /// The charset of bodies, subject and names; null for UTF-8. UTF-8 also stands in for an encoding that lacks a
    /// character of the text, and for UTF-7, UTF-16 and UTF-32, which text in mail must not use.
    /// </summary>
    public Encoding? Encoding { get; set; }

    /// <summary>Checks everything and composes the message. Attachments stay where they are until it is written.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.InvalidAddress"/>, <see cref="MailErrors.InvalidHeaderName"/> or
    /// <see cref="MailErrors.InvalidHeaderValue"/> naming the property, or
    /// <see cref="MailErrors.AttachmentNotFound"/> or <see cref="MailErrors.AttachmentUnreadable"/>.
    /// </exception>
    public ComposedMessage Compose() => new MessageComposer(this).Compose();
}
