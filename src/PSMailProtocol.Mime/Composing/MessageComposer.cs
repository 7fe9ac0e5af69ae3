using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Utils;
using PSMailProtocol.Messages;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>Turns a draft into a message: checks, header block, and a body from <see cref="BodyComposer"/>.</summary>
/// <remarks>All text is built in memory first, so whatever is refused is refused before a byte leaves.</remarks>
internal sealed class MessageComposer
{
    private const int UsualHeaderLength = 1024;
    private const int LongestLine = 78;

    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Dos };

    /// <summary>Leaves room for the name of the field, which MimeKit does not know when it writes a list of addresses.</summary>
    private static readonly FormatOptions AddressFormat = new() { NewLineFormat = NewLineFormat.Dos, MaxLineLength = 68 };

    private readonly MailDraft _draft;
    private readonly TextCharset _charset;
    private readonly List<object> _parts = [];

    public MessageComposer(MailDraft draft)
    {
        _draft = draft;
        _charset = TextCharset.For(draft.Encoding);
    }

    public ComposedMessage Compose()
    {
        MailboxAddress from = _draft.From ?? throw new MailException(MailErrors.InvalidAddress, "From is not set.");
        string messageId = _draft.MessageId is null
            ? MimeUtils.GenerateMessageId(MailboxRules.Domain(from.Domain, "From"))
            : HeaderRules.Id(_draft.MessageId, "MessageId");
        AddMailboxes(from);
        AddSubject();
        AddDate(_draft.Date ?? DateTimeOffset.Now);
        AddField("Message-ID", "<" + messageId + ">");
        AddThread();
        AddRequests(from);
        AddCustom();
        var body = new BodyComposer(_draft, _charset);
        _parts.Add(body.Compose());

        // All at once, since a message that begins empty makes itself an id and more that is then thrown away.
        using var message = new MimeKit.MimeMessage([.. _parts]);
        if (string.IsNullOrEmpty(_draft.Subject))
            message.Headers.Remove(HeaderId.Subject);
        var text = new ComposedText(UsualHeaderLength + (_draft.TextBody?.Length ?? 0) + (_draft.HtmlBody?.Length ?? 0));
        message.WriteTo(Format, text);
        text.EndLine();
        return new ComposedMessage(messageId, from, text) { NeedsSmtputf8 = NeedsSmtputf8(from), Needs8BitMime = body.Needs8BitMime };
    }

    /// <summary>A message to hidden recipients alone gets the empty group that programs show as such.</summary>
    private void AddMailboxes(MailboxAddress from)
    {
        AddAddresses("From", [from]);
        if (_draft.Sender is not null)
            AddAddresses("Sender", [_draft.Sender]);
        AddAddresses("Reply-To", _draft.ReplyTo);
        foreach (MailboxAddress hidden in _draft.Bcc)
            MailboxRules.Check(hidden, "Bcc");
        AddAddresses("To", _draft.To);
        AddAddresses("Cc", _draft.Cc);
        if (_draft.To.Count == 0 && _draft.Cc.Count == 0 && _draft.Bcc.Count > 0)
            AddField("To", "undisclosed-recipients:;");
    }

    private void AddAddresses(string name, IList<MailboxAddress> mailboxes)
    {
        if (mailboxes.Count == 0)
            return;
        var list = new InternetAddressList();
        foreach (MailboxAddress mailbox in mailboxes)
            list.Add(MailboxRules.Written(mailbox, name, _charset));

        // UTF-8 is a local part that is not ASCII; names are encoded and domains in A-labels.
        AddRaw(name, Encoding.UTF8.GetBytes(" " + list.ToString(AddressFormat, true) + "\r\n"));
    }

    private void AddSubject()
    {
        if (string.IsNullOrEmpty(_draft.Subject))
            return;
        HeaderRules.RefuseLineBreaks(_draft.Subject, "Subject", MailErrors.InvalidHeaderValue);
        AddText("Subject", _draft.Subject);
    }

    /// <summary>RFC 5322 section 3.3. MimeKit writes an offset such as -05:30 with its sign twice.</summary>
    private void AddDate(DateTimeOffset date)
    {
        TimeSpan offset = date.Offset.Duration();
        AddField("Date", date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
            + (date.Offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture));
    }

    private void AddThread()
    {
        if (_draft.InReplyTo is not null)
            AddField("In-Reply-To", "<" + HeaderRules.Id(_draft.InReplyTo, "InReplyTo") + ">");
        if (_draft.References.Count == 0)
            return;
        var ids = new StringBuilder();
        foreach (string id in _draft.References)
            ids.Append(ids.Length > 0 ? " <" : "<").Append(HeaderRules.Id(id ?? "", "References")).Append('>');
        AddField("References", ids.ToString());
    }

    private void AddRequests(MailboxAddress from)
    {
        if (_draft.Priority != MailPriority.Normal)
        {
            bool high = _draft.Priority == MailPriority.High;
            AddField("Importance", high ? "high" : "low");
            AddField("X-Priority", high ? "1" : "5");
            AddField("Priority", high ? "urgent" : "non-urgent");
        }

        if (_draft.RequestReadReceipt)
            AddAddresses("Disposition-Notification-To", [from]);
    }

    private void AddCustom()
    {
        foreach (KeyValuePair<string, string> header in _draft.Headers)
        {
            HeaderRules.RequireFieldName(header.Key);
            HeaderRules.RefuseReserved(header.Key, _draft);
            string value = header.Value ?? "";
            HeaderRules.RefuseLineBreaks(value, $"The value of header {header.Key}", MailErrors.InvalidHeaderValue);
            AddText(header.Key, value);
        }
    }

    private void AddText(string name, string value) =>
        AddField(name, EncodedWords.Encode(value, _charset, Math.Min(name.Length + 2, LongestLine / 2)));

    /// <summary>
    /// Adds a field of ASCII, folded at 78 columns (RFC 5322 section 2.2.3) before white space that is there anyway. MimeKit's own
    /// folding makes encoded-words of a long word, such as the address of a page in List-Unsubscribe.
    /// </summary>
    private void AddField(string name, string value)
    {
        var folded = new StringBuilder(value.Length + 16);
        int column = name.Length + 1;
        for (int start = 0; start < value.Length;)
        {
            int word = start;
            while (word < value.Length && value[word] == ' ')
                word++;
            int end = value.IndexOf(' ', word);
            end = end < 0 ? value.Length : end;
            string gap = start == 0 ? " " : value.Substring(start, word - start);

            // Before the first word some readers take a fold for a space of the value.
            if (column + gap.Length + end - word > LongestLine && start > 0)
            {
                folded.Append("\r\n");
                column = 0;
            }

            folded.Append(gap).Append(value, word, end - word);
            column += gap.Length + end - word;
            start = end;
        }

        AddRaw(name, Encoding.ASCII.GetBytes(folded.Append("\r\n").ToString()));
    }

    private void AddRaw(string name, byte[] value)
    {
        var field = new Header(Encoding.ASCII, name, "");
        field.SetRawValue(value);
        _parts.Add(field);
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
