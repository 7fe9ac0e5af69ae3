using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Turns a draft into a message: checks, header block, and a body from <see cref="BodyComposer"/>.</summary>
/// <remarks>All text is built in memory first, so whatever is refused is refused before a byte leaves.</remarks>
internal sealed class MessageComposer
{
    private const int UsualHeaderLength = 1024;

    private readonly MailDraft _draft;
    private readonly TextCharset _charset;
    private readonly OctetBuffer _out;
    private readonly HeaderWriter _header;

    public MessageComposer(MailDraft draft)
    {
        _draft = draft;
        _charset = TextCharset.For(draft.Encoding);
        _out = new OctetBuffer(UsualHeaderLength + (draft.TextBody?.Length ?? 0) + (draft.HtmlBody?.Length ?? 0));
        _header = new HeaderWriter(_out);
    }

    public ComposedMessage Compose()
    {
        MailboxAddress from = _draft.From ?? throw new MailException(MailErrors.InvalidAddress, "From is not set.");
        string messageId = _draft.MessageId is null
            ? MessageIdText.Create(MailboxText.Domain(from.Domain, "From"))
            : MessageIdText.Normalise(_draft.MessageId, "MessageId");
        WriteOriginator(from);
        WriteDestinations();
        WriteSubject();
        _header.Field("Date", MailDateText.Format(_draft.Date ?? DateTimeOffset.Now));
        _header.Field("Message-ID", "<" + messageId + ">");
        WriteThread();
        WriteRequests(from);
        WriteCustom();
        _header.Field("MIME-Version", "1.0");
        var body = new BodyComposer(_draft, _charset, _out, _header);
        body.Write();
        return new ComposedMessage(messageId, from, _out, body.Insertions)
        {
            NeedsSmtputf8 = NeedsSmtputf8(from),
            Needs8BitMime = body.Needs8BitMime,
        };
    }

    private void WriteOriginator(MailboxAddress from)
    {
        MailboxText.Write(_header, "From", from, _charset);
        if (_draft.Sender is not null)
            MailboxText.Write(_header, "Sender", _draft.Sender, _charset);
        WriteMailboxes("Reply-To", _draft.ReplyTo);
    }

    /// <summary>A message to hidden recipients alone gets the empty group that programs show as such.</summary>
    private void WriteDestinations()
    {
        foreach (MailboxAddress hidden in _draft.Bcc)
            MailboxText.Check(hidden, "Bcc");
        WriteMailboxes("To", _draft.To);
        WriteMailboxes("Cc", _draft.Cc);
        if (_draft.To.Count == 0 && _draft.Cc.Count == 0 && _draft.Bcc.Count > 0)
            _header.Field("To", "undisclosed-recipients:;");
    }

    private void WriteMailboxes(string name, IList<MailboxAddress> mailboxes)
    {
        if (mailboxes.Count > 0)
            MailboxText.Write(_header, name, mailboxes, _charset);
    }

    private void WriteSubject()
    {
        if (string.IsNullOrEmpty(_draft.Subject))
            return;
        HeaderRules.RefuseLineBreaks(_draft.Subject, "Subject", MailErrors.InvalidHeaderValue);
        UnstructuredText.Write(_header, "Subject", _draft.Subject, _charset);
    }

    private void WriteThread()
    {
        if (_draft.InReplyTo is not null)
            _header.Field("In-Reply-To", "<" + MessageIdText.Normalise(_draft.InReplyTo, "InReplyTo") + ">");
        if (_draft.References.Count == 0)
            return;
        _header.Begin("References");
        foreach (string id in _draft.References)
            _header.Word("<" + MessageIdText.Normalise(id ?? "", "References") + ">");
        _header.End();
    }

    private void WriteRequests(MailboxAddress from)
    {
        if (_draft.Priority != MailPriority.Normal)
        {
            bool high = _draft.Priority == MailPriority.High;
            _header.Field("Importance", high ? "high" : "low");
            _header.Field("X-Priority", high ? "1" : "5");
            _header.Field("Priority", high ? "urgent" : "non-urgent");
        }

        if (_draft.RequestReadReceipt)
            MailboxText.Write(_header, "Disposition-Notification-To", from, _charset);
    }

    private void WriteCustom()
    {
        foreach (KeyValuePair<string, string> header in _draft.Headers)
        {
            HeaderRules.RequireFieldName(header.Key);
            HeaderRules.RefuseReserved(header.Key, _draft);
            string value = header.Value ?? "";
            HeaderRules.RefuseLineBreaks(value, $"The value of header {header.Key}", MailErrors.InvalidHeaderValue);
            UnstructuredText.Write(_header, header.Key, value, _charset);
        }
    }

    private bool NeedsSmtputf8(MailboxAddress from) =>
        !from.IsLocalPartAscii || _draft.Sender is { IsLocalPartAscii: false }
        || AnyNeedsSmtputf8(_draft.ReplyTo) || AnyNeedsSmtputf8(_draft.To) || AnyNeedsSmtputf8(_draft.Cc) || AnyNeedsSmtputf8(_draft.Bcc);

    private static bool AnyNeedsSmtputf8(IList<MailboxAddress> mailboxes)
    {
        for (int i = 0; i < mailboxes.Count; i++)
        {
            if (!mailboxes[i].IsLocalPartAscii)
                return true;
        }

        return false;
    }
}
