using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>A message that was read from a mailbox, with the fields that scripts ask for decoded.</summary>
public abstract class ReceivedMessage
{
    private RawMail _mail;
    private readonly bool _isHeader;
    private readonly MailAccount? _account;
    private readonly Func<MailMessage>? _readHeader;
    private MailMessage? _header;
    private MailMessage? _whole;

    /// <param name="mail">The octets that came.</param>
    /// <param name="isHeader">Whether they are a header alone, so that a missing body is no defect.</param>
    /// <param name="mailbox">Where it lives.</param>
    /// <param name="account">The login to that, or null for a file.</param>
    /// <param name="readHeader">Reads its fields, where they are not to be read from its octets.</param>
    private protected ReceivedMessage(RawMail mail, bool isHeader, MailboxId mailbox, MailAccount? account = null,
        Func<MailMessage>? readHeader = null)
    {
        _readHeader = readHeader;
        _mail = mail;
        _isHeader = isHeader;
        _account = account;
        Mailbox = mailbox;
    }

    /// <summary>The author; the first one if there are several.</summary>
    public MailboxAddress? From => Authors.Count > 0 ? Authors[0] : null;

    /// <summary>The recipients.</summary>
    public IReadOnlyList<MailboxAddress> To => new JoinedList<MailboxAddress>(HeaderView.To);

    /// <summary>The recipients of a copy.</summary>
    public IReadOnlyList<MailboxAddress> Cc => new JoinedList<MailboxAddress>(HeaderView.Cc);

    /// <summary>Where answers should go; empty if the author did not say.</summary>
    public IReadOnlyList<MailboxAddress> ReplyTo => new JoinedList<MailboxAddress>(HeaderView.ReplyTo);

    /// <summary>The subject, decoded; an empty string if there is none.</summary>
    public string Subject => HeaderView.Subject;

    /// <summary>When it was written, by its own header; null if that holds no date.</summary>
    public DateTimeOffset? Date => HeaderView.Date;

    /// <summary>
    /// When the last server took it, by the topmost Received field; null if there is none, or none with a date. Unlike
    /// <see cref="Date"/> it is not the sender's to choose wherever the last server adds its field.
    /// </summary>
    public virtual DateTimeOffset? Received => HeaderView.Received.Count > 0 ? HeaderView.Received[0].Date : null;

    /// <summary>The message id without angle brackets, or null.</summary>
    public string? MessageId => HeaderView.MessageId;

    /// <summary>The id of the message that it answers, without angle brackets, or null.</summary>
    public string? InReplyTo => HeaderView.InReplyTo;

    /// <summary>The body as plain text, or null.</summary>
    public string? TextBody => WholeView.TextBody;

    /// <summary>The body as HTML, or null.</summary>
    public string? HtmlBody => WholeView.HtmlBody;

    /// <summary>The attachments.</summary>
    public virtual IReadOnlyList<MailAttachment> Attachment => new JoinedList<MailAttachment>(WholeView.Attachments);

    /// <summary>The header fields in order, decoded and raw.</summary>
    public virtual HeaderCollection Header => HeaderView.Headers;

    /// <summary>
    /// What it reports of the delivery of another message (RFC 3464), an object for each recipient; empty if it is no such report.
    /// </summary>
    public IReadOnlyList<DeliveryStatus> DeliveryStatus => new JoinedList<DeliveryStatus>(WholeView.DeliveryStatus);

    /// <summary>The read receipt that it is (RFC 8098), or null if it is none.</summary>
    public DispositionNotification? DispositionNotification => WholeView.DispositionNotification;

    /// <summary>What had to be repaired to read it.</summary>
    public virtual IReadOnlyList<MimeDefect> Defect => new JoinedList<MimeDefect>(WholeView.Defects);

    /// <summary>Whether only its header, or the beginning of its body, was read.</summary>
    public bool IsPartial { get; internal set; }

    /// <summary>Where it lives.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>The file that it was saved to with <c>-Destination</c>, or null.</summary>
    public string? SavedTo { get; internal set; }

    /// <summary>All authors.</summary>
    internal IReadOnlyList<MailboxAddress> Authors => HeaderView.From;

    /// <summary>The fields, for which no body is parsed.</summary>
    private MailMessage HeaderView => _whole ?? (_header ??= _readHeader?.Invoke() ?? MailMessage.ReadHeader(_mail));

    /// <summary>The fields and what is behind them, made when a body or an attachment is first asked for.</summary>
    private MailMessage WholeView => _whole ??= _isHeader ? HeaderView : MailMessage.Read(_mail);

    /// <summary>
    /// The login to the mailbox and how to connect, so that a cmdlet down the pipeline can go there again. It is kept in memory only
    /// and is no property, so that no view, serializer or log can reach it.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> for a message that was read from no mailbox.</exception>
    internal MailAccount GetAccount() => _account ?? throw new MailException(
        MailErrors.InvalidInputObject,
        this is AcceptedMessage ? "The message is one that a sandbox accepted, and was read from no mailbox."
            : $"The message lies in the file {Mailbox} and on no server.");

    /// <summary>Lets nothing more be read of it as long as this throws.</summary>
    internal void ReadWhile(Action check) => _mail = _mail.Checked(check);

    /// <summary>Writes the message as it was received, to the octet.</summary>
    public virtual void WriteTo(Stream stream) => _mail.WriteTo(stream);

    /// <summary>The octets as they were received.</summary>
    internal byte[] ToArray() => _mail.ToArray();

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd HH:mm} {From} \"{Subject}\"";
}
