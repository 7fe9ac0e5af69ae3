using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MimeKit;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>
/// What a received message says (RFC 5322, RFC 2045). Any octets are a message: what is malformed is repaired and listed in
/// <see cref="Defects"/>. The octets are the caller's and must not change; fields, parts and contents are read from them when they
/// are asked for, and the fields without the body. An instance is not safe for several threads at once.
/// </summary>
public sealed class MailMessage
{
    private readonly Func<Stream> _open;
    private readonly MailLimits _limits;
    private readonly Dictionary<HeaderId, IReadOnlyList<MailboxAddress>> _mailboxes = [];
    private MessageStructure? _structure;
    private MailHeader? _header;
    private BodyChoice? _bodies;
    private string? _subject;
    private (bool IsRead, string? Value) _text;
    private (bool IsRead, string? Value) _html;
    private (bool IsRead, DateTimeOffset? Value) _date;
    private (bool IsRead, DispositionNotification? Value) _receipt;
    private IReadOnlyList<ReceivedField>? _received;
    private IReadOnlyList<MimeDefect>? _defects;
    private IReadOnlyList<DeliveryStatus>? _deliveryStatus;

    /// <param name="open">Opens the octets, as a stream that can seek. It is closed again each time.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    /// <param name="isHeaderOnly">Whether the body was not fetched.</param>
    internal MailMessage(Func<Stream> open, MailLimits? limits, bool isHeaderOnly)
    {
        _open = open;
        _limits = limits ?? MailLimits.Default;
        IsHeaderOnly = isHeaderOnly;
    }

    /// <summary>
    /// Whether the header was fetched without its body, so that the parts it announces are not there, and that is no defect.
    /// </summary>
    public bool IsHeaderOnly { get; }

    /// <summary>The fields of the message's header block.</summary>
    public HeaderCollection Headers => Header.Fields;

    /// <summary>The authors, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> From => Mailboxes(HeaderId.From);

    /// <summary>The primary recipients, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> To => Mailboxes(HeaderId.To);

    /// <summary>The other recipients, groups flattened.</summary>
    public IReadOnlyList<MailboxAddress> Cc => Mailboxes(HeaderId.Cc);

    /// <summary>The blind recipients, which only the sender's own copy should have.</summary>
    public IReadOnlyList<MailboxAddress> Bcc => Mailboxes(HeaderId.Bcc);

    /// <summary>Where answers are to go.</summary>
    public IReadOnlyList<MailboxAddress> ReplyTo => Mailboxes(HeaderId.ReplyTo);

    /// <summary>Who sent it for the authors, or <c>null</c>.</summary>
    public MailboxAddress? Sender => Mailboxes(HeaderId.Sender) is { Count: > 0 } senders ? senders[0] : null;

    /// <summary>The subject, decoded, or an empty string. It may hold any character but CR, LF and NUL.</summary>
    public string Subject => _subject ??= Header.Subject;

    /// <summary>When it was sent, by its own word; <c>null</c> when it does not say, or not so that it can be read.</summary>
    public DateTimeOffset? Date => Once(ref _date, () => Header.Date);

    /// <summary>The message id without angle brackets, or <c>null</c>.</summary>
    public string? MessageId => Header.MessageId;

    /// <summary>The id of the message that this one answers, without angle brackets, or <c>null</c>.</summary>
    public string? InReplyTo => MessageIds.First(Header.Find(HeaderId.InReplyTo));

    /// <summary>The ids of the thread up to this message, without angle brackets.</summary>
    public IReadOnlyList<string> References => MessageIds.Read(Header.Find(HeaderId.References));

    /// <summary>The stations of its way, the newest first.</summary>
    public IReadOnlyList<ReceivedField> Received => _received ??= Header.Received;

    /// <summary>
    /// The plain text, or <c>null</c> when there is none. It is the first text of each alternative, and the inline text parts of a
    /// <c>multipart/mixed</c> joined in their order; parts with a file name are attachments. Line ends are the sender's.
    /// </summary>
    public string? TextBody => Once(ref _text, Bodies.ReadText);

    /// <summary>The HTML, or <c>null</c> when there is none; chosen as <see cref="TextBody"/> is.</summary>
    public string? HtmlBody => Once(ref _html, Bodies.ReadHtml);

    /// <summary>Every part that is neither in <see cref="TextBody"/> nor in <see cref="HtmlBody"/>, inline images included.</summary>
    public IReadOnlyList<MailAttachment> Attachments => Bodies.Attachments;

    /// <summary>What had to be repaired, in the order of the octets. The first call decodes everything to find out.</summary>
    public IReadOnlyList<MimeDefect> Defects => _defects ??= DefectSearch.Run(Header, Structure);

    /// <summary>
    /// What the report that this message is says of a delivery (RFC 3464), recipient by recipient; empty when it is none.
    /// </summary>
    public IReadOnlyList<DeliveryStatus> DeliveryStatus =>
        _deliveryStatus ??= DeliveryReport.Read(Structure.Parts, _limits);

    /// <summary>The read receipt that this message is (RFC 8098), or <c>null</c> when it is none.</summary>
    public DispositionNotification? DispositionNotification =>
        Once(ref _receipt, () => DispositionReport.Read(Structure.Parts, _limits));

    private MessageStructure Structure =>
        _structure ??= IsHeaderOnly ? MessageStructure.ReadHeader(_open, _limits) : MessageStructure.Read(_open, _limits);

    // What is not read yet is not read for the fields alone.
    private MailHeader Header => _header ??=
        new MailHeader(_structure ?? (IsHeaderOnly ? Structure : MessageStructure.ReadHeader(_open, _limits)), _open);

    private BodyChoice Bodies => _bodies ??= new BodyChoice(Structure.Parts);

    /// <summary>A message.</summary>
    /// <param name="mail">Its octets.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    public static MailMessage Read(RawMail mail, MailLimits? limits = null) =>
        new((mail ?? throw new ArgumentNullException(nameof(mail))).OpenRead, limits, isHeaderOnly: false);

    /// <summary>A header block that was fetched without its body, with or without the empty line behind it.</summary>
    /// <param name="mail">Its octets.</param>
    /// <param name="limits">What it may ask for, or <c>null</c> for the defaults.</param>
    public static MailMessage ReadHeader(RawMail mail, MailLimits? limits = null) =>
        new((mail ?? throw new ArgumentNullException(nameof(mail))).OpenRead, limits, isHeaderOnly: true);

    /// <summary>A header of which some fields are known, and no octets.</summary>
    /// <param name="fields">The names of the fields and their values, in their order.</param>
    public static MailMessage ReadFields(IEnumerable<KeyValuePair<string, string>> fields) =>
        new(() => new MemoryStream(), null, isHeaderOnly: true)
        {
            _structure = MessageStructure.OfFields([.. fields.Select(field => new KnownField(field.Key, field.Value))]),
        };

    /// <summary>
    /// The attachments of a message of which only the structure is known, told from its text as in a message that is here.
    /// </summary>
    /// <param name="structure">The structure, as an IMAP server describes it.</param>
    /// <param name="open">Fetches a part as it is transferred, when somebody asks for its content.</param>
    public static IReadOnlyList<MailAttachment> ReadAttachments(ImapBodyPart structure,
        Func<ImapBodyPart, CancellationToken, Stream> open) =>
        StructurePart.ReadAttachments(structure ?? throw new ArgumentNullException(nameof(structure)),
            open ?? throw new ArgumentNullException(nameof(open)));

    /// <summary>The subject, for a person.</summary>
    public override string ToString() => Subject;

    private static T? Once<T>(ref (bool IsRead, T? Value) kept, Func<T?> read)
    {
        if (!kept.IsRead)
            kept = (true, read());
        return kept.Value;
    }

    private IReadOnlyList<MailboxAddress> Mailboxes(HeaderId id)
    {
        if (!_mailboxes.TryGetValue(id, out var mailboxes))
            _mailboxes.Add(id, mailboxes = Header.Mailboxes(id));
        return mailboxes;
    }
}
